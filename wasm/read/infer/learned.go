package infer

// Written by scripts/learn from 36 pages of 25 sites, and 260 of the project's own.
// Read with what was learned from the other sites: recall 0.985, precision 0.983, start 0.986, wrong 0.000, end 0.992, room 0.989, speaker 0.942, wrong of all told 0.0000, negatives clean 10 of 10
// Read with these weights: recall 0.986, precision 0.984, start 0.988, wrong 0.000, end 0.992, room 0.989, speaker 0.942, wrong of all told 0.0000, negatives clean 10 of 10
// Without a piece of evidence the sum of recall, precision, starts, rooms and speakers falls by:
// bias 0.041
// length 0.205
// distinct 0.000
// name 0.146
// room 0.070
// sentence 0.000
// heading 0.004
// strong 0.000
// class-title 0.001
// class-speaker 0.000
// class-room 0.000
// class-tag 0.000
// class-description 0.000
// class-time 0.000
// link 0.000
// link-session 0.000
// link-speaker 0.000
// link-out 0.000
// label-title 0.000
// label-speaker 0.006
// label-room 0.000
// label-other 0.000
// mark 0.000
// tiny 0.000
// brackets 0.000
// by 0.000
// beside 0.000
// digits 0.000
// recurs 0.000
// long 0.000
// fill -0.001
// multiple 0.003
// before-title 0.003
// next-to-title 0.000
// heard 0.000
// wider 0.003
// shorter 0.000
// track 0.000
// paragraph 0.000
// middling 0.006
// over-long 0.000
// after-time 0.007
// before-time 0.000
// cell 0.003
// bias 0.037
// title 0.118
// timed 0.005
// own-time 0.000
// speakers 0.202
// rooms 0.000
// many 0.000
// forward 0.000
// distinct 0.000
// session-links 0.000
// about 0.000
// breaks 0.000
// long-hours 0.000
// prices 0.010
// heading 0.000
// names 0.000
// same-times 0.000
// weekdays 0.000
// wordless 0.000
// hours 0.000
// rooms-for-titles 0.000
// sentences 0.000
// cover 0.000
// form 0.000
// quoted 0.000
// odd-minutes 0.000
// listed 0.000

// checkedIn are the weights that scripts/learn wrote.
var checkedIn = Weights{
	roles: [nRoles][nFeatures]float32{
		titleRole:   {fBias: -2.99, fLength: 2.21, fDistinct: 0.55, fName: -2.47, fRoom: -2.13, fSentence: -1.68, fHeading: 1.01, fStrong: 0.56, fClassTitle: 1.60, fClassSpeaker: -2.63, fClassRoom: -2.00, fClassTag: -1.71, fClassDescription: -1.30, fClassTime: -0.67, fLink: 0.19, fLinkSession: 1.87, fLinkSpeaker: -1.51, fLinkOut: -0.56, fLabelTitle: 2.77, fLabelSpeaker: -3.00, fLabelRoom: -3.01, fLabelOther: -2.01, fMark: -2.81, fTiny: -2.19, fBrackets: -1.52, fBy: -2.00, fBeside: -1.41, fDigits: -1.27, fRecurs: -2.16, fLong: -4.01, fTrack: -0.01, fParagraph: -0.99, fMiddling: 1.70, fOverLong: -2.79, fAfterTime: 1.35, fBeforeTime: 0.15, fCell: 1.69},
		speakerRole: {fBias: -2.51, fLength: -0.73, fDistinct: 0.75, fName: 3.06, fRoom: -2.90, fSentence: -1.09, fHeading: -0.78, fClassTitle: -1.01, fClassSpeaker: 2.47, fClassRoom: -2.00, fClassTag: -0.88, fClassDescription: -1.72, fClassTime: -1.00, fLink: -0.05, fLinkSession: 0.08, fLinkSpeaker: 1.99, fLinkOut: -0.86, fLabelTitle: -2.00, fLabelSpeaker: 3.42, fLabelRoom: -3.15, fLabelOther: -2.53, fMark: -3.17, fTiny: -0.11, fBrackets: 0.50, fBy: 3.00, fBeside: 1.41, fDigits: -3.08, fRecurs: -1.63, fLong: -3.00, fFill: 1.31, fMultiple: -0.75, fBeforeTitle: -0.53, fNextToTitle: 0.16, fHeard: -2.02, fWider: -2.33, fShorter: 0.65, fTrack: -0.04, fParagraph: -0.02, fMiddling: -0.31, fOverLong: -2.00, fAfterTime: -0.10, fBeforeTime: -0.01, fCell: 0.25},
		roomRole:    {fBias: -2.18, fLength: -0.98, fDistinct: -2.05, fName: -1.41, fRoom: 3.82, fSentence: -1.03, fHeading: -0.55, fClassTitle: -1.01, fClassSpeaker: -0.99, fClassRoom: 3.20, fClassTag: -0.65, fClassDescription: -0.60, fClassTime: -1.00, fLink: -0.46, fLinkSession: -0.26, fLinkSpeaker: -2.00, fLinkOut: -1.15, fLabelTitle: -2.00, fLabelSpeaker: -3.01, fLabelRoom: 3.99, fLabelOther: -2.50, fMark: -2.48, fTiny: -0.05, fBy: -3.00, fBeside: -1.04, fDigits: 0.12, fRecurs: 1.57, fLong: -3.00, fFill: 1.12, fMultiple: -0.94, fBeforeTitle: -0.14, fNextToTitle: 0.52, fHeard: 1.46, fWider: -1.61, fShorter: 0.20, fTrack: 0.35, fParagraph: -0.11, fMiddling: 0.02, fOverLong: -2.00, fAfterTime: 0.87, fBeforeTime: -0.22, fCell: -0.18},
	},
	group: [nGroup]float32{gBias: -5.03, gTitle: 1.47, gTimed: 1.91, gOwnTime: 0.33, gSpeakers: 1.73, gRooms: 0.77, gMany: 0.55, gForward: 0.22, gDistinct: 0.53, gSessionLinks: 2.13, gAbout: -0.03, gBreaks: 0.88, gLongHours: -4.01, gPrices: -3.02, gHeading: 0.87, gNames: -1.38, gWeekdays: -4.02, gWordless: -3.01, gHours: 0.74, gRoomsForTitles: -4.00, gSentences: -3.08, gCover: 0.60, gForm: 0.76, gQuoted: -4.12, gListed: 2.17},
}
