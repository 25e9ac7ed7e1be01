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

	const stops = "a[href], button, input, select, textarea, summary, [tabindex]";
	const panel = document.body.classList.contains("parley-failure") ? null : overlay();
	let plan = performance.getEntriesByType("navigation")[0]?.serverTiming?.find(entry => entry.name === "plan")?.description;
	let source, findings;

	restore();
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
			if (plan === event.data) return;
			disconnect();
			save();
			location.reload();
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
		style.addEventListener("load", () => host.shadowRoot.append(section));
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
