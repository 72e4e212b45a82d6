package sentiment_test

import (
	"math"
	"strings"
	"sync"
	"testing"

	"pgregory.net/rapid"

	"verbatim/analysis/sentiment"
	"verbatim/survey"
)

// The scores are those that the authors of VADER print for these sentences
// (github.com/cjhutto/vaderSentiment, README).
func TestReadIsVADER(t *testing.T) {
	a := sentiment.New()
	for _, c := range []struct {
		text string
		want float64
	}{
		{"VADER is smart, handsome, and funny.", 0.8316},
		{"VADER is smart, handsome, and funny!", 0.8439},
		{"VADER is very smart, handsome, and funny.", 0.8545},
		{"VADER is not smart, handsome, nor funny.", -0.7424},
		{"The book was good.", 0.4404},
		{"Today only kinda sux! But I'll get by, lol", 0.5249},
		{"Not bad at all", 0.431},
	} {
		if got := a.Read(c.text, ""); math.Abs(got.Score-c.want) > 0.0001 {
			t.Errorf("Read(%q) = %.4f, want %.4f", c.text, got.Score, c.want)
		}
	}
}

func TestRead(t *testing.T) {
	a := sentiment.New()
	const none, wish, praise = survey.Purpose(""), survey.ForRecommendation, survey.ForPraise
	for _, c := range []struct {
		text    string
		purpose survey.Purpose
		want    sentiment.Class
	}{
		{"I loved it.", none, sentiment.Positive},
		{"It was a waste of time.", none, sentiment.Negative},
		{"We met in the library on Tuesdays.", none, sentiment.Neutral},
		{"", none, sentiment.Neutral},
		{"  \n", none, sentiment.Neutral},
		{"More staff", wish, sentiment.Negative},
		{"More staff", none, sentiment.Neutral},
		{"Better support and more helpful rooms", wish, sentiment.Negative},
		{"Nothing.", wish, sentiment.Neutral},
		{"N/A", wish, sentiment.Neutral},
		{"Nothing, it was wonderful and I loved it", wish, sentiment.Positive},
		{"Nothing.", praise, sentiment.Negative},
		{"N/A", praise, sentiment.Neutral},
		{"The meetings with my mentee", praise, sentiment.Positive},
		{"The sessions could have been more helpful.", none, sentiment.Negative},
		{"I wish the lectures were interesting.", none, sentiment.Negative},
		{"It was too easy.", none, sentiment.Negative},
		{"There was not enough time.", none, sentiment.Negative},
		{"There wasn’t enough time.", none, sentiment.Negative},
		{"Was it a good course?", none, sentiment.Neutral},
		{"It felt like a pretty long meeting.", none, sentiment.Neutral},
		{"The meetings were tedious.", none, sentiment.Negative},
		{"The talk was insightful.", none, sentiment.Positive},
	} {
		if got := a.Read(c.text, c.purpose); got.Class != c.want {
			t.Errorf("Read(%q, %q) = %v (%.2f), want %v", c.text, c.purpose, got.Class, got.Score, c.want)
		}
	}
}

// TestPurposeOnlyPullsOneWay draws answers of words with and without feeling:
// the question never makes a wish sound better or praise sound worse, and no
// answer without a good word to a question for wishes is positive.
func TestPurposeOnlyPullsOneWay(t *testing.T) {
	a := sentiment.New()
	words := []string{"staff", "rooms", "terrible", "not", "very", "but", "the", "could", "be", "too", "long", ",", ".", "?", "’", "enough", "💔", "like"}
	rapid.Check(t, func(t *rapid.T) {
		dull := strings.Join(rapid.SliceOfN(rapid.SampledFrom([]string{"staff", "rooms", "the", "tables", "of", "on", "time", ",", "."}), 1, 12).Draw(t, "dull"), " ")
		if got := a.Read(dull, survey.ForRecommendation); got.Class == sentiment.Positive {
			t.Fatalf("Read(%q, recommendation) = %v", dull, got)
		}
		text := strings.Join(rapid.SliceOfN(rapid.SampledFrom(append(words, "great", "helpful", "love")), 0, 12).Draw(t, "text"), " ")
		plain, wish, praise := a.Read(text, ""), a.Read(text, survey.ForRecommendation), a.Read(text, survey.ForPraise)
		if wish.Score > plain.Score || praise.Score < plain.Score {
			t.Fatalf("Read(%q) = %.3f for wishes, %.3f, %.3f for praise", text, wish.Score, plain.Score, praise.Score)
		}
	})
}

func TestReadConcurrently(t *testing.T) {
	a := sentiment.New()
	want := a.Read("A great and helpful scheme", "").Score
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			for range 20 {
				if got := a.Read("A great and helpful scheme", "").Score; got != want {
					t.Errorf("Read = %v, want %v each time", got, want)
				}
			}
		})
	}
	wg.Wait()
}

// TestEvaluate has by hand: of two negative one is found, and the other is taken
// for neutral; the neutral and the positive are right. F1 negative 2/3, neutral
// 2/3, positive 1; mean 7/9.
func TestEvaluate(t *testing.T) {
	in := `{"id":"1","text":"It was awful.","sentiment":-1}
{"id":"2","text":"Room twelve.","sentiment":-1}

{"id":"3","text":"We met on Tuesdays.","sentiment":0}
{"id":"4","text":"I loved it.","sentiment":1}
`
	got, err := sentiment.Evaluate(strings.NewReader(in))
	if err != nil {
		t.Fatal(err)
	}
	if got.N != 4 || got.Accuracy != 0.75 || math.Abs(got.MacroF1-7.0/9) > 1e-9 || got.Negative.N != 2 || got.Neutral.Precision != 0.5 {
		t.Errorf("Evaluate = %+v", got)
	}
	for _, bad := range []string{"{", `{"text":"a"}`, `{"text":"a","sentiment":2}`} {
		if _, err := sentiment.Evaluate(strings.NewReader(bad)); err == nil {
			t.Errorf("Evaluate(%q) has no fault", bad)
		}
	}
}

func FuzzRead(f *testing.F) {
	a := sentiment.New()
	for _, s := range []string{"too", "not enough", "n't enough", "could be", "?", "\xff", "😀", "as well, well,", "kind of"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		for _, p := range []survey.Purpose{"", survey.ForPraise, survey.ForRecommendation} {
			if got := a.Read(text, p); math.IsNaN(got.Score) || got.Score < -1 || got.Score > 1 {
				t.Errorf("Read(%q, %q) = %v", text, p, got)
			}
		}
	})
}
