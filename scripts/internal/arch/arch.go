// Package arch holds the tests of the project's own rules: who may import whom, how large the
// page program may be, which files and folders there may be, what the manifest may ask of users.
// There are only tests; there is nothing to import.
package arch
