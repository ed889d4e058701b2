package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
)

// locales are the languages of the extension: every message is in each.
var locales = []string{"en", "ko"}

// starPrefix begins the names of the messages that pages show, and that the
// content script therefore carries.
const starPrefix = "star"

// hole matches a placeholder in a message: {title}, $count$ or $1.
var hole = regexp.MustCompile(`\{\w+\}|\$\w+\$|\$\d`)

// readMessages reads the messages of a locale, by name.
func readMessages(all files, locale string) (map[string]string, error) {
	name := "_locales/" + locale + "/messages.json"
	data, there := all[name]
	if !there {
		return nil, fmt.Errorf("extension/%s is missing", name)
	}
	var entries map[string]struct {
		Message string `json:"message"`
	}
	if err := json.Unmarshal(data, &entries); err != nil {
		return nil, fmt.Errorf("extension/%s: %w", name, err)
	}
	messages := map[string]string{}
	for name, e := range entries {
		messages[name] = e.Message
	}
	return messages, nil
}

// starStrings makes strings.js, the messages of the stars in every language,
// after checking that the languages say the same things: the same names,
// nothing empty, the same holes.
func starStrings(all files) ([]byte, error) {
	byLocale := map[string]map[string]string{}
	names := map[string]bool{}
	for _, locale := range locales {
		messages, err := readMessages(all, locale)
		if err != nil {
			return nil, err
		}
		byLocale[locale] = messages
		for name := range messages {
			names[name] = true
		}
	}
	for name := range all {
		if rest, is := strings.CutPrefix(name, "_locales/"); is {
			if locale, _, _ := strings.Cut(rest, "/"); !slices.Contains(locales, locale) {
				return nil, fmt.Errorf("extension/_locales/%s: not one of the languages %s", locale, strings.Join(locales, ", "))
			}
		}
	}
	var errs []error
	stars := map[string]map[string]string{}
	for _, name := range slices.Sorted(maps.Keys(names)) {
		for _, locale := range locales {
			message, there := byLocale[locale][name]
			first := byLocale[locales[0]][name]
			switch {
			case !there:
				errs = append(errs, fmt.Errorf("extension/_locales/%s: message %s is missing", locale, name))
			case message == "":
				errs = append(errs, fmt.Errorf("extension/_locales/%s: message %s is empty", locale, name))
			case first != "" && !slices.Equal(holes(message), holes(first)):
				errs = append(errs, fmt.Errorf("extension/_locales/%s: message %s has the placeholders %q, but %q in %s",
					locale, name, holes(message), holes(first), locales[0]))
			}
			if strings.HasPrefix(name, starPrefix) {
				if stars[locale] == nil {
					stars[locale] = map[string]string{}
				}
				stars[locale][name] = message
			}
		}
	}
	if err := errors.Join(errs...); err != nil {
		return nil, err
	}
	// Maps are written in the order of their keys.
	data, err := json.MarshalIndent(stars, "", "\t")
	if err != nil {
		return nil, err
	}
	return fmt.Appendf(nil, "globalThis.byeolpyoStrings = %s;\n", data), nil
}

// holes are the placeholders of the message, each once, in order of spelling.
func holes(message string) []string {
	found := hole.FindAllString(message, -1)
	slices.Sort(found)
	return slices.Compact(found)
}
