package page

// Mail is what is sent about one wave by e-mail, and how far it has come.
type Mail struct {
	Layout
	Scope    string
	Wave     string
	Collect  string // address of the round's waves
	Setup    []string
	From     string
	Promise  string // what sending may know in the mode of the wave
	Messages []MailMessage
	Plan     MailPlanForm
	Calendar []DateLine
	Runs     []MailRunView
	People   MailPeople
}

// DateLine is a day and what happens on it.
type DateLine struct{ Day, Text string }

// MailMessage is one kind of message with who would get it now.
type MailMessage struct {
	Anchor string
	Name   string
	Who    string
	Count  string // "12 people would get it now"
	Why    string // why it cannot be sent now; empty where it can
	Button string
	Send   string // address of the page that asks once more; empty where it cannot be sent
	Words  []Link // one for each language
}

// MailPlanForm is the form for what is sent by itself.
type MailPlanForm struct {
	Action       string
	Languages    []ChoiceValue
	InviteOn     string
	RemindBefore string
	Most         string
	Thank        bool
	NoEnd        bool // the wave has no last day to count back from
	Problem      string
}

// MailRunView is one sending.
type MailRunView struct {
	Anchor      string
	Heading     string
	State       string
	Counts      []string
	Done, Total int  // of one under way
	Active      bool // it has not ended
	Problem     string
	Mends       []string
	Action      string // to post to, to try again or to stop
	Retry       bool
}

// MailPeople is the list of participants with what each was sent.
type MailPeople struct {
	Empty  string
	Counts []string
	Lines  []MailPerson
	Pager  Pager
	Note   string
}

// MailPerson is one participant.
type MailPerson struct {
	Name, Address, Role string
	State               string
	Amber               bool // somebody has to decide something
}

// MailWords is the page on which the words of a message are changed.
type MailWords struct {
	Layout
	Scope        string
	Back         string
	Action       string
	Language     string // its tag
	LanguageName string
	Usual        bool // the words are the usual ones
	Subject      string
	Body         string
	Problems     []Problem
	Placeholders []NamedMeaning
	People       []ChoiceValue
	Preview      *MailPreview
	TestTo       string
	TestProblem  string
	WhyNoTest    string
	Others       []Link // the same message in other languages
}

// NamedMeaning is a name and what it stands for.
type NamedMeaning struct{ Name, Text string }

// MailPreview is a message as somebody would get it.
type MailPreview struct {
	From, To, ReplyTo, Subject, Body string
	Like                             string // whose message it is
}

// MailSend asks once more before messages are sent.
type MailSend struct {
	Layout
	Scope   string
	Back    string
	Action  string
	Heading string
	Lines   []string
	Button  string
	Count   int
	Run     string
	Why     string
	Notice  string
	Preview *MailPreview
}

// OptOut is the page on which somebody ends messages about a programme.
type OptOut struct {
	Layout
	Action string
	Out    bool
	Name   string // of the programme
}
