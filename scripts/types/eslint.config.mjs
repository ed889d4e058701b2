// The rules that scripts keep, beyond what tsc knows of their types and names. Only what is a
// fault or hides one: layout is left to the authors. scripts/internal/typecheck runs it.

// MARKUP are the properties that make markup of text. Text of a page only ever becomes text, and
// no text becomes a program.
const MARKUP = ["innerHTML", "outerHTML", "insertAdjacentHTML", "srcdoc", "setHTMLUnsafe", "createContextualFragment"]
  .map((property) => ({ property, message: "text becomes text, never markup" }));

export default [{
  // tsc knows which names there are; these are the ones that rules look for.
  languageOptions: { ecmaVersion: "latest", sourceType: "module", globals: { globalThis: false, setInterval: false, setTimeout: false, window: false } },
  linterOptions: { reportUnusedDisableDirectives: "error" },
  rules: {
    // Faults.
    "array-callback-return": "error",
    "constructor-super": "error",
    "for-direction": "error",
    "getter-return": "error",
    "no-async-promise-executor": "error",
    "no-compare-neg-zero": "error",
    "no-cond-assign": ["error", "except-parens"],
    "no-constant-binary-expression": "error",
    "no-constructor-return": "error",
    "no-dupe-else-if": "error",
    "no-duplicate-case": "error",
    "no-empty-pattern": "error",
    "no-ex-assign": "error",
    "no-fallthrough": "error",
    "no-invalid-regexp": "error",
    "no-irregular-whitespace": "error",
    "no-loss-of-precision": "error",
    "no-misleading-character-class": "error",
    "no-promise-executor-return": ["error", { allowVoid: true }],
    "no-prototype-builtins": "error",
    "no-self-assign": "error",
    "no-self-compare": "error",
    "no-sparse-arrays": "error",
    "no-template-curly-in-string": "error",
    "no-unmodified-loop-condition": "error",
    "no-unreachable": "error",
    "no-unreachable-loop": "error",
    "no-unsafe-finally": "error",
    "no-unsafe-negation": "error",
    "no-unsafe-optional-chaining": "error",
    "prefer-promise-reject-errors": "error",
    "require-atomic-updates": ["error", { allowProperties: true }],
    "use-isnan": "error",
    "valid-typeof": "error",
    // What hides them.
    "default-case-last": "error",
    "eqeqeq": "error",
    "no-empty": "error",
    "no-extra-bind": "error",
    "no-implicit-coercion": ["error", { allow: ["!!", "+"] }],
    "no-lone-blocks": "error",
    "no-return-assign": "error",
    "no-sequences": "error",
    "no-shadow": "error",
    "no-throw-literal": "error",
    "no-unused-expressions": "error",
    "no-unused-vars": "error",
    "no-use-before-define": ["error", { functions: false, variables: false }],
    "no-useless-assignment": "error",
    "no-useless-catch": "error",
    "no-useless-escape": "error",
    "no-var": "error",
    "prefer-const": ["error", { destructuring: "all" }],
    "prefer-regex-literals": "error",
    // What is never done here.
    "no-alert": "error",
    "no-caller": "error",
    "no-eval": "error",
    "no-implied-eval": "error",
    "no-new-func": "error",
    "no-restricted-properties": ["error", ...MARKUP],
    "no-script-url": "error",
    "no-with": "error",
  },
}];
