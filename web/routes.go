package web

import (
	"github.com/gin-gonic/gin"

	"verbatim/survey"
	"verbatim/web/coordinate"
	"verbatim/web/coordinate/forms"
	"verbatim/web/middleware"
	"verbatim/web/page"
	"verbatim/web/participate"
	"verbatim/web/render"
	"verbatim/web/research"
)

// engine returns gin with the middleware in order and every route.
func (s *Server) engine() (*gin.Engine, error) {
	e, err := newEngine(s.config.Proxies)
	if err != nil {
		return nil, err
	}
	sameOrigin, err := middleware.SameOrigin(s.config.PublicURL, s.fail)
	if err != nil {
		return nil, err
	}
	s.desk = participate.New(s.log, participate.Config{Survey: s.config.Survey, Mail: s.config.Mail, Render: s.render, Now: s.config.Now, Secure: s.config.Secure, PublicURL: s.config.PublicURL})
	e.Use(middleware.RequestID(), middleware.AccessLog(s.log, s.config.Now), middleware.Recover(s.log, s.fail),
		middleware.Headers(s.config.Secure), s.waitForBody,
		middleware.BodyLimit(func(c *gin.Context) int64 { return s.desk.Largest(c, largestBody) }), sameOrigin, middleware.FormsOnly(formMemory, s.desk.Room, s.fail))
	e.NoRoute(s.page(notFound))
	e.NoMethod(s.page(wrongMethod))
	s.routes(e)
	return e, nil
}

// routes lists every address of the site.
func (s *Server) routes(e *gin.Engine) {
	e.GET("/healthz", s.healthz)
	e.GET("/readyz", s.readyz)
	e.GET(render.StaticPath, s.page(s.render.Static))
	e.POST("/appearance", s.page(s.appearance))

	s.participateRoutes(e.Group("", s.people.Admit(s.fail), middleware.Deadline(answerTimeout)))

	if s.config.Analysis != nil {
		s.publishedRoutes(e.Group("/published", middleware.Deadline(answerTimeout)))
	}

	// Staff: who they are.
	a := e.Group("", s.sessions.Load())
	a.GET("/", s.page(s.home))
	a.GET("/sign-in", s.page(s.askSignIn))
	a.POST("/sign-in", s.page(s.signIn))
	a.POST("/sign-out", s.page(s.signOut))
	if s.config.Analysis != nil {
		s.researchRoutes(a.Group("", s.sessions.RequireLevel(survey.Researcher, s.ask, s.fail)))
		s.coordinateRoutes(a.Group("", s.sessions.RequireLevel(survey.Coordinator, s.ask, s.fail)))
	}
}

// participateRoutes lists the addresses for participants.
func (s *Server) participateRoutes(people *gin.RouterGroup) {
	p := s.desk
	i := people.Group("/i", middleware.HideAddress())
	i.GET("/:token", s.page(p.Invitation))
	i.POST("/:token", s.page(p.Accept))
	o := people.Group("/o", middleware.HideAddress())
	o.GET("/:token", s.page(p.OptOut))
	o.POST("/:token", s.page(p.OptedOut))
	f := people.Group("/f/:programme/:round/:wave", s.trialsForStaff())
	f.GET("", s.page(p.Start))
	f.POST("", s.page(p.Begin))
	f.GET("/page/:page", s.page(p.Page))
	f.POST("/page/:page", s.page(p.Save))
	f.GET("/check", s.page(p.Check))
	f.POST("/check", s.page(p.Submit))
	f.GET("/receipt", s.page(p.Receipt))
	f.GET("/copy", s.page(p.Copy))
	f.GET("/copy/:format", s.page(p.CopyAs))
	f.GET("/later", s.page(p.Later))
	f.POST("/later", s.page(p.MakeLater))
	f.POST("/return", s.page(p.Continue))
	f.GET("/discard", s.page(p.Discard))
	f.POST("/discard", s.page(p.Discarded))
	f.POST("/language", s.page(p.Speak))
	people.GET("/return", s.page(p.Return))
	people.POST("/return", s.page(p.Returned))
	people.GET("/r/:code", middleware.HideAddress(), s.page(p.ReturnBy))
	people.GET("/preview", s.page(p.Preview))
	people.POST("/preview", s.page(p.Previewed))
	l := people.Group("/p", middleware.HideAddress())
	l.GET("/:token", s.page(p.PreviewLink))
	l.POST("/:token", s.page(p.PreviewReplied))
	people.POST(page.SwitchTongue, s.page(s.tongue))
	people.GET("/withdraw", s.page(p.Withdraw))
	people.POST("/withdraw", s.page(p.Withdrawn))
}

// researchRoutes lists the addresses for everybody who has an account.
func (s *Server) researchRoutes(r *gin.RouterGroup) {
	d := research.New(s.log, research.Config{Survey: s.config.Survey, Analysis: s.config.Analysis, Engine: s.config.Engine, Render: s.render, Caught: s.config.Caught})
	r.GET("/staff", s.page(d.Home))
	r.GET("/staff/search", s.page(d.Search))
	r.GET("/staff/search/export/:format", s.page(d.ExportAnswers))
	r.GET("/staff/concordance", s.page(d.Concordance))
	r.GET("/staff/concordance/export/:format", s.page(d.ExportLines))
	r.GET("/staff/usage", s.page(d.Usage))
	r.GET("/staff/usage/export/:format", s.page(d.ExportUsage))
	r.GET("/staff/keyness", s.page(d.Keyness))
	r.GET("/staff/keyness/export/:format", s.page(d.ExportKeyness))
	r.GET("/staff/saved", s.page(d.Saved))
	r.POST("/staff/saved", s.page(d.SaveSearch))
	r.POST("/staff/saved/:id", s.page(d.ChangeSearch))
	r.POST("/staff/saved/:id/delete", s.page(d.DeleteSearch))
	r.GET("/staff/code-all", s.page(d.CodeAll))
	r.POST("/staff/code-all", s.page(d.DoCodeAll))
	r.GET("/staff/code-all/:id", s.page(d.CodedAll))
	r.POST("/staff/code-all/:id/undo", s.page(d.UndoCodeAll))
	r.GET("/staff/verbatims/:id", s.page(d.Verbatim))
	r.POST("/staff/verbatims/:id/codings", s.page(d.AddCoding))
	r.GET("/staff/review", s.page(d.Review))
	r.POST("/staff/codings/:id", s.page(d.DecideCoding))
	r.GET("/staff/codebook/:programme", s.page(d.Codebook))
	r.GET("/staff/measure/:programme/:round", s.page(d.Measure))
	r.GET("/staff/words/:programme/:round", s.page(d.Typical))
	r.GET("/staff/like/:id", s.page(d.Like))
}

// wordingRoutes lists the addresses on which coordinators word a summary.
func (s *Server) wordingRoutes(k *gin.RouterGroup, o *coordinate.Desk) {
	r := k.Group("/staff/summary/:programme/:round")
	r.GET("/edit", s.page(o.EditSummary))
	r.POST("/edit", s.page(o.SaveSummaryEdit))
	r.POST("/check", s.page(o.CloseCheck))
	r.GET("/statement/:role/:theme", s.page(o.Statement))
	r.POST("/statement/:role/:theme", s.page(o.WordStatement))
	k.GET("/staff/wording/:programme", s.page(o.Style))
	k.POST("/staff/wording/:programme", s.page(o.SaveStyle))
}

// coordinateRoutes lists the addresses for coordinators only.
func (s *Server) coordinateRoutes(k *gin.RouterGroup) {
	o := coordinate.New(s.log, coordinate.Config{Survey: s.config.Survey, Mail: s.config.Mail, Analysis: s.config.Analysis, Render: s.render, Now: s.config.Now, PublicURL: s.config.PublicURL, Secure: s.config.Secure, Print: s.config.Print})
	k.GET("/staff/audit", s.page(o.Audit))
	s.mailRoutes(k.Group("/staff/mail/:programme/:round/:wave"), o)
	s.formRoutes(k.Group("/staff/forms/:programme"))
	s.askedRoutes(k, o)
	k.GET("/staff/summary/:programme/:round", s.page(o.Summary))
	k.GET("/staff/summary/:programme/:round/download/:format", s.page(o.Download))
	k.GET("/staff/reimport/:programme/:round", s.page(o.Reimport))
	k.POST("/staff/reimport/:programme/:round", s.page(o.ReadAgain))
	k.POST("/staff/reimport/:programme/:round/take", s.page(o.TakeChanges))
	k.GET("/staff/evidence/:programme/:round", s.page(o.Evidence))
	s.wordingRoutes(k, o)
	s.ledgerRoutes(k, o)
	s.editionRoutes(k.Group("/staff/editions/:programme/:round"), o)
	s.quoteRoutes(k, o)
	k.GET("/staff/files/:programme/:round", s.page(o.Files))
	k.GET("/staff/files/:programme/:round/:id", s.page(o.File))
	k.GET("/staff/anonymity/:programme/:round", s.page(o.Anonymity))
	k.POST("/staff/anonymity/:programme/:round/:wave/keep", s.page(o.Keep))
	k.GET("/staff/withdraw/:programme/:round", s.page(o.WithdrawFor))
	k.POST("/staff/withdraw/:programme/:round", s.page(o.WithdrawnFor))
	k.GET("/staff/identifiers/:programme", s.page(o.Dictionary))
	k.POST("/staff/identifiers/:programme", s.page(o.SaveDictionary))
	k.GET("/staff/identifiers/:programme/:round", s.page(o.Identifiers))
	k.POST("/staff/identifiers/:programme/:round", s.page(o.DecideIdentifiers))
	k.GET("/staff/identifiers/:programme/:round/log", s.page(o.MaskingLog))
	k.GET("/staff/identifiers/:programme/:round/log/:format", s.page(o.DownloadMaskings))
	s.setUpRoutes(k, o)
	s.collectRoutes(k.Group("/staff/collect/:programme/:round"), o)
	s.peopleRoutes(k.Group("/staff/people/:programme/:round"), o)
	k.GET("/staff/meetings/:programme/:round", s.page(o.Meetings))
	k.GET("/staff/meetings/:programme/:round/hours/:format", s.page(o.Hours))
	k.GET("/staff/answers/:programme/:form", s.page(o.Answers))
	k.GET("/staff/answers/:programme/:form/export/:format", s.page(o.DownloadAnswers))
	k.GET("/staff/sides/:programme", s.page(o.SidesOver))
	k.GET("/staff/sides/:programme/:round", s.page(o.Sides))
}

// askedRoutes lists the addresses at which what a round asks for is taken up,
// merged and split.
func (s *Server) askedRoutes(k *gin.RouterGroup, o *coordinate.Desk) {
	r := k.Group("/staff/recommendations/:programme/:round")
	r.GET("", s.page(o.Recommendations))
	r.POST("", s.page(o.DecideActions))
	r.POST("/take-up", s.page(o.TakeUp))
	r.POST("/take-all", s.page(o.TakeAll))
	r.POST("/own", s.page(o.AddOwn))
	r.POST("/take-back", s.page(o.TakeBack))
	m := k.Group("/staff/merge/:programme/:round")
	m.GET("", s.page(o.Merging))
	m.POST("", s.page(o.Merge))
	m.POST("/split", s.page(o.Split))
}

// ledgerRoutes lists the addresses at which recommendations are followed up.
func (s *Server) ledgerRoutes(k *gin.RouterGroup, o *coordinate.Desk) {
	r := k.Group("/staff/recommendation/:programme/:round/:reference")
	r.GET("", s.page(o.Recommendation))
	r.POST("", s.page(o.SaveRecommendation))
	r.POST("/notes", s.page(o.AddNote))
	r.POST("/links", s.page(o.LinkRecommendation))
	k.GET("/staff/import/:programme", s.page(o.Import))
	k.POST("/staff/import/:programme", s.page(o.ReadPublished))
	k.POST("/staff/import/:programme/take", s.page(o.TakePublished))
	k.GET("/staff/fates/:programme/:round", s.page(o.Fates))
	k.POST("/staff/fates/:programme/:round", s.page(o.StateFate))
	k.GET("/staff/ledger/:programme", s.page(o.Ledger))
	k.GET("/staff/ledger/:programme/export/:format", s.page(o.DownloadLedger))
}

// quoteRoutes lists the addresses at which quotes are chosen.
func (s *Server) quoteRoutes(k *gin.RouterGroup, o *coordinate.Desk) {
	k.GET("/staff/quote/:verbatim", s.page(o.QuoteThis))
	k.GET("/staff/quotes/:programme/:round", s.page(o.Quotes))
	k.POST("/staff/quotes/:programme/:round", s.page(o.DecideQuotes))
	k.POST("/staff/quotes/:programme/:round/find", s.page(o.FindQuote))
	k.POST("/staff/quotes/:programme/:round/public", s.page(o.SavePublicText))
	k.GET("/staff/quotes/:programme/:round/choose/:verbatim", s.page(o.ChooseQuote))
	k.POST("/staff/quotes/:programme/:round/choose/:verbatim", s.page(o.SaveQuote))
}

// publishedRoutes lists the addresses of what everybody can read.
func (s *Server) publishedRoutes(r *gin.RouterGroup) {
	r.GET("", s.page(s.published))
	r.GET("/:programme/:round/:edition", s.page(s.readEdition))
	r.GET("/:programme/:round/:edition/:file", s.page(s.editionCopy))
}

// editionRoutes lists the addresses at which editions are made.
func (s *Server) editionRoutes(k *gin.RouterGroup, o *coordinate.Desk) {
	k.GET("", s.page(o.Editions))
	k.POST("", s.page(o.Propose))
	k.GET("/proposals/:proposal", s.page(o.Proposal))
	k.GET("/proposals/:proposal/read", s.page(o.Proof))
	k.POST("/proposals/:proposal/sign", s.page(o.Sign))
	k.POST("/proposals/:proposal/publish", s.page(o.PublishEdition))
	k.POST("/proposals/:proposal/waive", s.page(o.WaiveForEdition))
	k.POST("/proposals/:proposal/drop", s.page(o.DropProposal))
	k.GET("/previews", s.page(o.Previews))
	k.POST("/previews", s.page(o.ShowPreviews))
	k.POST("/previews/links", s.page(o.LinkPreviews))
	k.POST("/previews/:preview/settle", s.page(o.SettlePreview))
	k.GET("/:edition/files/:file", s.page(o.EditionFile))
	k.GET("/:edition/difference/:other", s.page(o.EditionDifference))
	k.POST("/:edition/decide", s.page(o.DecideEdition))
}

// setUpRoutes lists the addresses at which programmes and rounds are made.
func (s *Server) setUpRoutes(k *gin.RouterGroup, o *coordinate.Desk) {
	k.GET("/staff/programmes/new", s.page(o.Programme))
	k.POST("/staff/programmes", s.page(o.SaveProgramme))
	k.GET("/staff/programmes/:programme", s.page(o.Programme))
	k.POST("/staff/programmes/:programme", s.page(o.SaveProgramme))
	k.POST("/staff/programmes/:programme/rounds", s.page(o.BeginRound))
}

// collectRoutes lists the addresses of the waves of a round and their links.
func (s *Server) collectRoutes(k *gin.RouterGroup, o *coordinate.Desk) {
	k.GET("", s.page(o.Collect))
	k.POST("/:wave/invitations", s.page(o.Invite))
	k.GET("/copy", s.page(o.CopyRound))
	k.POST("/copy", s.page(o.CopyRound))
	k.GET("/waves/new", s.page(o.Wave))
	k.POST("/waves", s.page(o.SaveWave))
	k.GET("/:wave/edit", s.page(o.Wave))
	k.POST("/:wave/edit", s.page(o.SaveWave))
	k.POST("/:wave/close", s.page(o.CloseWave))
	k.POST("/:wave/extend", s.page(o.ExtendWave))
	k.POST("/:wave/people", s.page(o.InvitePeople))
	k.GET("/:wave/late", s.page(o.Late))
	k.POST("/:wave/late", s.page(o.Late))
	k.GET("/:wave/poster", s.page(o.Poster))
}

// peopleRoutes lists the addresses of the participants of a round.
func (s *Server) peopleRoutes(k *gin.RouterGroup, o *coordinate.Desk) {
	k.GET("", s.page(o.People))
	k.GET("/export/:format", s.page(o.ExportPeople))
	k.POST("/upload", s.page(o.Upload))
	k.POST("/store", s.page(o.StoreUpload))
	k.GET("/new", s.page(o.Person))
	k.POST("/new", s.page(o.Person))
	k.GET("/person/:id", s.page(o.Person))
	k.POST("/person/:id", s.page(o.Person))
	k.POST("/person/:id/remove", s.page(o.RemovePerson))
}

// formRoutes lists the addresses at which coordinators design forms.
func (s *Server) formRoutes(k *gin.RouterGroup) {
	o := forms.New(s.log, forms.Config{Survey: s.config.Survey, Render: s.render, Now: s.config.Now})
	k.GET("", s.page(o.Home))
	k.POST("/begin", s.page(o.Begin))
	k.POST("/read", s.page(o.Read))
	k.POST("/made", s.page(o.Made))
	v := k.Group("/version/:form/:version")
	v.GET("", s.page(o.Version))
	v.POST("/take", s.page(o.Take))
	v.GET("/download/:format", s.page(o.DownloadVersion))
	d := k.Group("/draft/:form")
	d.GET("", s.page(o.Draft))
	d.POST("/change", s.page(o.Change))
	d.POST("/delete", s.page(o.Delete))
	d.GET("/settings", s.page(o.Settings))
	d.POST("/settings", s.page(o.SaveSettings))
	d.GET("/page/:page", s.page(o.Page))
	d.POST("/page/:page", s.page(o.SavePage))
	d.GET("/question/:question", s.page(o.Question))
	d.POST("/question/:question", s.page(o.SaveQuestion))
	d.GET("/words", s.page(o.Words))
	d.POST("/words", s.page(o.SaveWords))
	d.GET("/preview", s.page(o.Preview))
	d.GET("/preview/:page", s.page(o.PreviewPage))
	d.POST("/preview/:page", s.page(o.PreviewPage))
	d.GET("/publish", s.page(o.Publishing))
	d.POST("/publish", s.page(o.Publish))
	d.POST("/replace", s.page(o.Replace))
	d.GET("/download/:format", s.page(o.DownloadDraft))
}

// mailRoutes lists the addresses of what is sent about a wave.
func (s *Server) mailRoutes(k *gin.RouterGroup, o *coordinate.Desk) {
	k.GET("", s.page(o.Mail))
	k.POST("/plan", s.page(o.SaveMailPlan))
	k.GET("/words/:kind/:language", s.page(o.MailWords))
	k.POST("/words/:kind/:language", s.page(o.ChangeMailWords))
	k.GET("/send/:kind", s.page(o.MailSend))
	k.POST("/send/:kind", s.page(o.SendMail))
	k.POST("/runs/:id", s.page(o.MailRun))
}
