// Package e2e holds the end-to-end tests: the built extension in a real
// Chromium on the replica site, worked with mouse and keyboard as a person
// would. They are tests only; there is nothing to import.
//
//	go test ./scripts/e2e
//
// The tests build the extension first. BYEOLPYO_DIST=dir tests an unpacked
// extension that is already built. Pictures for looking at go to out/e2e.
package e2e
