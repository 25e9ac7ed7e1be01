// Keeps a page as fresh as the repository, and shows over it what is wrong there. Everything is made with DOM methods,
// as the pages' policy on trusted types demands, and in a shadow tree, so that no theme can spoil it.
{
	const key = "parley:preview";
	const all = selector => [...document.querySelectorAll(selector)];
	const make = (tag, properties, ...children) => {
		const element = Object.assign(document.createElement(tag), properties);
		element.append(...children);
		return element;
	};
	// What is kept until the page has loaded again lasts as long as the tab; where it may not be stored, it is forgotten.
	const recall = name => { try { return JSON.parse(sessionStorage.getItem(key + name)) } catch { return null } };
	const keep = (name, value) => { try { sessionStorage.setItem(key + name, JSON.stringify(value)) } catch {} };

	// The page as it was served, and the node on the screen for each of its nodes: this script runs before those of the
	// theme. The root itself is left out, as themes note there what the reader has chosen.
	const served = [document.head, document.body].map(part => part.cloneNode(true)), live = new Map();
	served.forEach((part, i) => pair(part, [document.head, document.body][i]));

	const stops = "a[href], button, input, select, textarea, summary, [tabindex]";
	const panel = document.body.classList.contains("parley-failure") ? null : overlay();
	let plan = performance.getEntriesByType("navigation")[0]?.serverTiming?.find(entry => entry.name === "plan")?.description;
	let source, findings, request;

	document.addEventListener("DOMContentLoaded", restore); // when the theme's scripts have run
	connect();
	// A browser opens six connections to a server at most: tabs that nobody sees must not use them up.
	document.addEventListener("visibilitychange", () => document.visibilityState === "hidden" ? disconnect() : connect());
	addEventListener("pagehide", disconnect);
	addEventListener("pageshow", connect);

	function connect() {
		if (source || document.visibilityState === "hidden") return;
		source = new EventSource("/.parley/events");
		source.addEventListener("open", () => panel?.lost(false));
		source.addEventListener("findings", event => panel?.show(findings = JSON.parse(event.data)));
		source.addEventListener("reload", event => {
			plan ??= event.data;
			if (plan !== event.data) renew(event.data);
		});
		source.addEventListener("error", () => {
			panel?.lost(true);
			if (source?.readyState !== EventSource.CLOSED) return; // else the browser tries again by itself
			disconnect();
			setTimeout(connect, 1000);
		});
	}

	function disconnect() {
		source?.close();
		source = undefined;
	}

	// Most edits change a few words: they are changed in place, at half the time of a new page, and nothing flickers. A
	// document that is asked for this way runs no script.
	function renew(newer) {
		request?.abort();
		request = new XMLHttpRequest();
		request.open("GET", location.pathname + location.search);
		request.responseType = "document";
		request.addEventListener("load", () => {
			if (!panel || request.status !== 200 || !change(request.response)) return reload();
			plan = newer;
		});
		request.addEventListener("error", reload);
		request.send();
	}

	function reload() {
		disconnect();
		save();
		location.reload();
	}

	// Changes what differs between the page as it was served and as it is now. Where that may not be enough, because a
	// script may hold on to a node or want to see a new one, nothing is changed and the answer is no.
	function change(now) {
		const steps = [];
		if (![now.head, now.body].every((part, i) => compare(served[i], part, steps))) return false;
		for (const step of steps) step();
		return true;
	}

	function compare(was, is, steps) {
		if (was.isEqualNode(is) || was.nodeName === "NOSCRIPT") return true;
		if (!was.cloneNode(false).isEqualNode(is.cloneNode(false))) return swap([was], [is], steps);
		const before = [...was.childNodes], after = [...is.childNodes];
		let same;
		while (before.length && after.length && before.at(-1).isEqualNode(after.at(-1))) before.pop(), after.pop();
		while (before.length && after.length && before[0].isEqualNode(after[0])) same = before.shift(), after.shift();
		if (before.length === after.length) return before.every((each, i) => compare(each, after[i], steps));
		if (before.length) return swap(before, after, steps);
		return !!same && swap([same], [same, ...after], steps); // what is new has a place only beside what is there
	}

	// Puts nodes in the place of others, on the screen and in what is known to have been served.
	function swap(before, after, steps) {
		const plain = node => node.nodeType === Node.TEXT_NODE || node.nodeType === Node.ELEMENT_NODE && bare(node) && [...node.childNodes].every(plain);
		const bare = element => element.matches("p, li, ul, ol, a, em, strong, del, code, kbd, br, blockquote, dt, dd, td, th, tr, meta, title, time, small")
			&& element.getAttributeNames().every(name => /^(href|lang|dir|name|property|content|datetime|start|rel)$/.test(name));
		const untouched = node => live.get(node)?.isConnected && live.get(node).isEqualNode(node);
		if (![...before, ...after].every(plain) || !before.every(untouched)) return false;
		steps.push(() => {
			const kept = after.map(node => document.importNode(node, true)), shown = kept.map(node => node.cloneNode(true));
			live.get(before[0]).before(...shown);
			before[0].before(...kept);
			for (const node of before) live.get(node).remove(), node.remove();
			kept.forEach((node, i) => pair(node, shown[i]));
		});
		return true;
	}

	function pair(node, shown) {
		live.set(node, shown);
		node.childNodes.forEach((child, i) => pair(child, shown.childNodes[i]));
	}

	function save() {
		keep("", {
			page: location.pathname + location.search, x: scrollX, y: scrollY, findings,
			open: all("details").map(details => details.open),
			stops: all(stops).length, focus: all(stops).indexOf(document.activeElement),
		});
	}

	// The page is put back as it was, as far as it is still the same page.
	function restore() {
		const was = recall("");
		try { sessionStorage.removeItem(key) } catch {}
		if (was?.page !== location.pathname + location.search) return;
		if (was.findings) panel?.show(findings = was.findings);
		const details = all("details"), found = all(stops);
		if (details.length === was.open.length) details.forEach((each, i) => { each.open = was.open[i] });
		if (found.length === was.stops) found[was.focus]?.focus({ preventScroll: true });
		const scroll = () => scrollTo({ left: was.x, top: was.y, behavior: "instant" });
		scroll();
		addEventListener("load", scroll, { once: true }); // pictures may have made the page longer
	}

	// On a page in another language than that of the documents, a link to itself beside its original.
	function beside(english) {
		const { lang } = document.documentElement, ofDocument = !document.body.dataset.list?.endsWith("/");
		if (!ofDocument || !location.pathname.startsWith("/" + lang + "/")) return [];
		const link = make("a", { href: "/.parley/beside" + location.pathname, textContent: "Side by side" });
		return [make("nav", { ...english, ariaLabel: "Translation" }, link)];
	}

	// The findings: a panel at the foot of the window, or a badge in its corner. The words are English on every page,
	// as the findings are.
	function overlay() {
		const count = (n, noun) => n === 1 ? "1 " + noun : n + " " + noun + "s";
		const english = { lang: "en", dir: "ltr" };
		const status = make("p", { ...english, className: "unseen", role: "status" });
		const badge = make("button", { ...english, type: "button", className: "badge", ariaExpanded: "false" });
		const close = make("button", { type: "button", textContent: "Close" });
		const heading = make("h2", { id: "heading", tabIndex: -1 }), remark = make("p", {});
		const report = make("pre", { tabIndex: 0, role: "group", ariaLabel: "Findings" });
		const panel = make("div", { ...english, className: "panel", hidden: true }, make("header", {}, heading, close), remark, report);
		const section = make("section", { ariaLabel: "Preview", hidden: true }, status, badge, panel);
		const style = make("link", { rel: "stylesheet", href: "/.parley/preview.css" });
		const host = make("div", {});
		host.attachShadow({ mode: "open" }).append(style);
		style.addEventListener("load", () => host.shadowRoot.append(...beside(english), section));
		document.body.append(host);

		let now = { report: "", errors: 0, warnings: 0 }, away = false, told = "";
		const words = () => {
			if (now.failed) return "The preview failed";
			return [now.errors && count(now.errors, "error"), now.warnings && count(now.warnings, "warning")].filter(Boolean).join(", ");
		};
		const draw = open => {
			const within = section.contains(host.shadowRoot.activeElement);
			section.hidden = !words() && !away;
			badge.textContent = away ? "The preview has stopped" : words();
			badge.className = now.errors || away ? "badge error" : "badge";
			badge.disabled = !words();
			badge.ariaExpanded = String(open);
			badge.hidden = open;
			panel.hidden = !open;
			panel.className = now.errors ? "panel error" : "panel";
			heading.textContent = words();
			remark.textContent = now.held ? "The page is as it was before. It changes as soon as this is mended." : "";
			remark.hidden = !now.held;
			if (report.textContent !== now.report) report.textContent = now.report;
			if (within) (open ? heading : badge).focus();
			const say = badge.textContent;
			if (say !== told) requestAnimationFrame(() => { status.textContent = told = say }); // a region that was hidden is silent until then
		};
		const dismiss = () => {
			keep(":closed", now.report);
			draw(false);
		};
		badge.addEventListener("click", () => {
			keep(":closed", null);
			draw(true);
			heading.focus();
		});
		close.addEventListener("click", dismiss);
		document.addEventListener("keydown", event => {
			if (event.key === "Escape" && !event.defaultPrevented && !panel.hidden) dismiss();
		});
		return {
			// Errors open the panel, unless it has been closed over the very same ones. Warnings wait to be asked for.
			show(found) {
				const asked = !panel.hidden && found.errors === 0 && now.errors === 0 && found.warnings > 0;
				now = found;
				draw(asked || now.errors > 0 && recall(":closed") !== now.report);
			},
			lost(is) {
				if (away === is) return;
				away = is;
				draw(!panel.hidden);
			},
		};
	}
}
