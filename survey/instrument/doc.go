// Package instrument holds published sets of questions: their words, citation,
// licence and scoring as data. A page that was made of one ([Instrument.Page])
// says so; [Check] tells whether the page is still what was published, and what
// was changed; [Score] makes scores of answers to it and [Summarise] describes
// those of many, with Cronbach's alpha.
//
// It is for the editor of forms, which locks such pages, and for whoever reports
// the results. Only sets whose words and terms are known to be free are here in
// full. Of the others there is a template: who may use them and where to get
// them, with rows for the words. Somebody who holds the words fills it in as a
// workbook ([Write], [Read]).
//
// It does not say whether an instrument suits a programme, and translates none:
// a translation is another instrument until somebody has validated it.
package instrument
