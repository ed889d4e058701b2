package infer

// role is what a column is in the records of a group.
type role uint8

const (
	noRole role = iota
	titleRole
	speakerRole
	roomRole
	nRoles
)

var roleNames = [nRoles]string{"nothing", "title", "speaker", "room"}

// The evidence of a group.
const (
	gBias           = iota
	gTitle          // what its title column scores
	gTimed          // share of records with a time
	gOwnTime        // of those that have it within
	gSpeakers       // share with a speaker
	gRooms          // with a room
	gMany           // records, on a scale of powers of two
	gForward        // share of times that are not before the one before
	gDistinct       // titles that differ
	gSessionLinks   // links to sessions' own pages
	gAbout          // the address says so
	gBreaks         // there are breaks between
	gLongHours      // share of times that last more than four hours
	gPrices         // share of records with a price, a telephone number or an address
	gHeading        // a heading before says schedule, programme, talks
	gNames          // titles like names
	gSameTimes      // times at several places in the page: the same ones
	gWeekdays       // titles that are days
	gWordless       // share of titles without a word of two letters
	gHours          // times that differ, of so many records
	gRoomsForTitles // titles like rooms
	gSentences      // titles that are sentences
	gCover          // share of the page's times that are those of records
	gForm           // each record has a time, and they differ as those of sessions do
	gQuoted         // titles in quotation marks
	gOddMinutes     // share of times that are not at five minutes
	gListed         // at an address of sessions, and each has a speaker
	nGroup
)

// Weights say how much each piece of evidence speaks for a role, and for a group being a
// programme.
type Weights struct {
	roles [nRoles][nFeatures]float32
	group [nGroup]float32
}

var current = &checkedIn

// Use makes all later readings use w.
func Use(w *Weights) { current = w }

func (w *Weights) score(k role, f *[nFeatures]float32) float64 {
	sum := float32(0)
	for i, v := range f {
		sum += v * w.roles[k][i]
	}
	return float64(sum)
}
