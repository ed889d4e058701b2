// Package arch holds the tests of the house's own rules: who may import whom,
// what the page program may not grow by, what lies at the top of the project,
// what the manifest may ask of users. They are tests only; there is nothing to
// import.
package arch
