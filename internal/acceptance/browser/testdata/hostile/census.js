// Does with a page what a reader can do, and says what it consists of before and after: each element and attribute once, with
// where addresses lead. A payload that has become more than text does something on the way, or is in the list.
(async () => {
	if (document.readyState !== "complete") await new Promise(loaded => addEventListener("load", loaded, { once: true }));
	const addresses = new Set("href src action formaction data srcset poster background ping manifest cite longdesc xlink:href".split(" "));
	const kept = new Set("rel type http-equiv popover loading translate name".split(" "));
	const spaces = { "http://www.w3.org/1999/xhtml": "", "http://www.w3.org/2000/svg": "svg ", "http://www.w3.org/1998/Math/MathML": "math " };
	const parts = new Map();
	const leads = address => {
		try {
			const url = new URL(address, document.baseURI);
			return url.origin === location.origin ? "here" : url.protocol.slice(0, -1);
		} catch { return /^\s*https?:/i.test(address) ? "http" : "nowhere" }
	};
	const take = root => {
		for (const element of root.querySelectorAll("*")) {
			const name = (spaces[element.namespaceURI] ?? element.namespaceURI + " ") + element.localName;
			const add = (attribute, value) => parts.set(name + "\x00" + attribute + "\x00" + value, [name, attribute, value]);
			add("", "");
			for (const { name, value } of element.attributes) add(name, addresses.has(name) ? leads(value) : kept.has(name) ? value : "");
			if (element.content instanceof DocumentFragment) take(element.content);
			if (element.shadowRoot) take(element.shadowRoot);
		}
	};
	take(document);

	// What leads to another page is not followed: what remains is what runs here.
	addEventListener("click", event => {
		const link = event.target.closest?.("a, area");
		if (link && /^(https?|mailto|tel):$|^:$/.test(link.protocol)) event.preventDefault();
	}, true);
	addEventListener("submit", event => event.preventDefault(), true);
	for (const details of document.querySelectorAll("details, dialog")) details.open = true;
	for (const card of document.querySelectorAll("[popover]")) card.showPopover(), card.hidePopover();
	for (const element of document.querySelectorAll("*"))
		for (const { name } of [...element.attributes].filter(({ name }) => name.startsWith("on")))
			element.dispatchEvent(new Event(name.slice(2), { cancelable: true }));
	for (const link of document.querySelectorAll("main :is(a, area)")) link.click?.();
	const stops = [...document.querySelectorAll("main :is(button:not(.copy), input, select, textarea, summary, [tabindex], [autofocus], [contenteditable])")];
	for (const stop of stops.slice(0, 40)) stop.focus({ preventScroll: true }), stop.click?.(); // each has the whole page drawn anew
	await new Promise(soon => setTimeout(soon));
	take(document);
	const main = document.querySelector("main")?.cloneNode(true);
	for (const card of main?.querySelectorAll("[popover], script") ?? []) card.remove();
	return { parts: [...parts.values()], text: main?.textContent ?? "", blocked: window.blockedByPolicy, live: document.documentElement.classList.contains("live") };
})()
