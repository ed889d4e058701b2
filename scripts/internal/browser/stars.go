package browser

// Stars is the JavaScript expression for all stars of a page, shown or not, in the
// order of the document. A star stands in a root of the site's own element, in the
// site's tree, or in a frame of the page's own origin.
const Stars = `(() => {
	const list = [];
	const look = root => {
		for (const el of root.querySelectorAll("*")) {
			if (el.localName === "byeolpyo-star") list.push(el);
			else if (el.shadowRoot) look(el.shadowRoot);
			else if (el.localName === "iframe" && el.contentDocument) look(el.contentDocument);
		}
	};
	look(document);
	return list;
})()`

// Focused is the JavaScript expression for what has the focus, which for a star's
// button is the star; null where nothing has.
const Focused = `(() => {
	let el = document.activeElement;
	while (el && el.localName !== "byeolpyo-star" && el.shadowRoot?.activeElement) el = el.shadowRoot.activeElement;
	return el;
})()`
