// What a page can do beyond being read: everything here is a convenience, and every page works without it.
// Elements are made with DOM methods only, as the pages' policy on trusted types demands.
{
	const root = document.documentElement;
	const words = document.body.dataset;
	const all = (selector, within = document) => [...within.querySelectorAll(selector)];
	const make = (tag, properties, ...children) => {
		const element = Object.assign(document.createElement(tag), properties);
		element.append(...children);
		return element;
	};

	// What is remembered stays in this browser; where it may not be stored, it is forgotten with the page.
	const recall = (key, otherwise) => {
		try { return JSON.parse(localStorage.getItem("parley:" + key)) ?? otherwise } catch { return otherwise }
	};
	const remember = (key, value) => {
		try { localStorage.setItem("parley:" + key, JSON.stringify(value)) } catch {}
	};

	shade();
	languages();
	navigation();
	checklists();
	tables();
	links();
	terms();
	printing();
	since();
	root.classList.add("live");

	// Light or dark. A choice that agrees with the system's is no choice: the page follows the system again.
	function shade() {
		const button = document.querySelector(".shade");
		const system = matchMedia("(prefers-color-scheme: dark)");
		const dark = () => root.dataset.theme ? root.dataset.theme === "dark" : system.matches;
		const show = () => button.setAttribute("aria-pressed", dark());
		button.addEventListener("click", () => {
			const next = dark() ? "light" : "dark";
			try {
				if (system.matches === (next === "dark")) {
					delete root.dataset.theme;
					localStorage.removeItem("parley-theme");
				} else {
					root.dataset.theme = next;
					localStorage.setItem("parley-theme", next);
				}
			} catch {}
			show();
		});
		system.addEventListener("change", show);
		show();
	}

	// The menu of languages closes when the reader turns to something else.
	function languages() {
		const menu = document.querySelector(".languages");
		if (!menu) return;
		// Anchors are the same in all languages: who changes the language stays at the same place.
		for (const link of all(".languages a, .banner a")) link.addEventListener("click", () => { link.hash = location.hash });
		document.addEventListener("click", event => { if (!menu.contains(event.target)) menu.open = false });
		menu.addEventListener("focusout", event => { if (event.relatedTarget && !menu.contains(event.relatedTarget)) menu.open = false });
		menu.addEventListener("keydown", event => {
			if (event.key !== "Escape" || !menu.open) return;
			menu.open = false;
			menu.querySelector("summary").focus();
		});
	}

	// Sections of the navigation stay as the reader left them; the one with this page is open.
	function navigation() {
		const open = new Set(recall("open", []));
		for (const branch of all("[data-branch]")) {
			branch.open = open.has(branch.dataset.branch) || !!branch.querySelector("[aria-current]");
			branch.querySelector("summary").addEventListener("click", () => { // before it has opened or closed
				open[branch.open ? "delete" : "add"](branch.dataset.branch);
				remember("open", [...open]);
			});
		}
		const tree = document.querySelector(".portal"), here = document.querySelector(".tree [aria-current]");
		if (here && here.offsetTop > tree.clientHeight * .8) tree.scrollTop = here.offsetTop - tree.clientHeight / 2;
	}

	// Ticks are kept for each document, so that they are there in each of its languages.
	function checklists() {
		const boxes = all("[data-task]");
		if (!boxes.length) return;
		const key = "tasks:" + words.list;
		const initial = Object.fromEntries(boxes.map(box => [box.dataset.task, box.defaultChecked]));
		let ticks = { ...initial, ...recall(key, {}) }, before;

		const text = make("span", {}), bar = make("progress", { max: boxes.length }), button = make("button", { type: "button" });
		const label = (within) => words.done.replace("{done}", within.filter(box => box.checked).length).replace("{all}", within.length);
		const show = () => {
			for (const box of boxes) box.checked = !!ticks[box.dataset.task];
			bar.value = boxes.filter(box => box.checked).length;
			text.textContent = label(boxes);
			bar.setAttribute("aria-label", text.textContent);
			button.textContent = before ? words.undo : words.clear;
			button.hidden = !before && !bar.value;
			for (const tally of all(".tally")) tally.textContent = label(all("[data-task]", tally.closest("section")));
		};
		for (const box of boxes) box.addEventListener("change", () => {
			ticks[box.dataset.task] = box.checked;
			before = undefined;
			remember(key, ticks);
			show();
		});
		button.addEventListener("click", () => {
			[ticks, before] = before ? [before, undefined] : [Object.fromEntries(boxes.map(box => [box.dataset.task, false])), ticks];
			remember(key, ticks);
			show();
		});
		let panel = document.querySelector(".progress");
		if (!panel) {
			panel = make("p", { className: "progress", lang: root.lang, dir: root.dir });
			let list = boxes[0].closest("ul, ol");
			for (let outer; (outer = list.parentElement.closest("ul, ol")); ) list = outer;
			list.before(panel);
		}
		panel.append(text, bar, button);
		text.role = "status";
		show();
	}

	// A table is a stop of the keyboard only while it can be scrolled. One that fits keeps its head in sight.
	function tables() {
		const watch = new ResizeObserver(entries => {
			for (const { target } of entries) {
				const scrolls = target.scrollWidth > target.clientWidth + 1 || target.scrollHeight > target.clientHeight + 1;
				if (scrolls) target.tabIndex = 0;
				else target.removeAttribute("tabindex");
				if (target.matches(".table")) target.classList.toggle("fits", !scrolls);
			}
		});
		for (const region of all(".table, pre")) watch.observe(region);
	}

	// Buttons that copy the address of a heading or of a part.
	function links() {
		const toast = make("div", { className: "toast", role: "status" });
		document.body.append(toast);
		let timer;
		const button = (id, name) => {
			const element = make("button", { type: "button", className: "copy", title: words.copy, lang: root.lang, dir: root.dir });
			element.setAttribute("aria-label", words.copy + ": " + name);
			element.addEventListener("click", async () => {
				try { await navigator.clipboard.writeText(new URL("#" + id, location)) } catch { return location.hash = id }
				toast.textContent = words.copied;
				clearTimeout(timer);
				timer = setTimeout(() => { toast.textContent = "" }, 2500);
			});
			return element;
		};
		for (const heading of all("article :is(h2, h3, h4)[id]")) {
			const line = make("div", { className: "linked " + heading.localName });
			for (const name of ["lang", "dir"]) if (heading[name]) line[name] = heading[name];
			heading.replaceWith(line);
			line.append(heading, button(heading.id, heading.textContent.trim()));
		}
		for (const row of all(".prices tr[id]")) row.lastElementChild.append(button(row.id, row.id));
	}

	// A term that is pointed at explains itself, and goes on doing so while the pointer is on the explanation.
	function terms() {
		if (!matchMedia("(hover: hover)").matches) return;
		for (const term of all("[popovertarget]")) {
			const card = document.getElementById(term.getAttribute("popovertarget"));
			if (!card?.showPopover) continue;
			let timer, ours = false;
			const after = (delay, act) => { clearTimeout(timer); timer = setTimeout(act, delay) };
			const enter = () => after(350, () => {
				if (card.matches(":popover-open")) return;
				card.showPopover({ source: term });
				ours = true;
			});
			const leave = () => after(300, () => { if (ours) card.hidePopover() });
			term.addEventListener("mouseenter", enter);
			term.addEventListener("mouseleave", leave);
			term.addEventListener("click", () => { clearTimeout(timer); ours = false });
			card.addEventListener("mouseenter", () => clearTimeout(timer));
			card.addEventListener("mouseleave", leave);
		}
	}

	// Paper cannot be clicked: what is folded is printed too.
	function printing() {
		let folded = [];
		addEventListener("beforeprint", () => {
			folded = all("main details:not([open]), .history:not([open])");
			for (const details of folded) details.open = true;
		});
		addEventListener("afterprint", () => { for (const details of folded) details.open = false });
	}

	// What has changed since the reader was here before. A day counts as one visit, however many pages are read on it; what
	// was already there on that day is not told again. Days are those of UTC, as in the list of changes.
	async function since() {
		const section = document.querySelector("[data-since]");
		if (!section) return;
		const today = new Date().toISOString().slice(0, 10);
		const { day, before, told = [], known = [] } = recall("visit", {});
		let changes;
		try { ({ changes } = await (await fetch(section.dataset.since)).json()) } catch { return }
		const name = change => change.date + " " + change.url.split("/").slice(-3).join("/"); // the same in all languages
		const now = day === today
			? { day, before, told, known: [...new Set([...known, ...changes.filter(change => change.date >= today).map(name)])] }
			: { day: today, before: day, told: known, known: changes.filter(change => change.date >= today).map(name) };
		remember("visit", now);
		if (!now.before) return;
		const date = iso => make("time", { dateTime: iso, textContent: new Intl.DateTimeFormat(root.lang + "-u-ca-gregory", { dateStyle: "long", timeZone: "UTC" }).format(new Date(iso)) });
		const news = changes.filter(change => change.date >= now.before && !now.told.includes(name(change))).slice(0, 12);
		section.append(make("h2", { textContent: section.dataset.title }));
		if (news.length) section.append(make("ul", {}, ...news.map(change => make("li", {},
			make("a", { href: change.url, textContent: change.title }), " ", make("small", {}, change.kind, change.kind && " · ", date(change.date)),
			...(change.edits?.length ? [make("ul", {}, ...change.edits.slice(0, 3).map(textContent => make("li", { textContent, dir: "auto" })))] : [])))));
		else {
			const [start, end = ""] = section.dataset.none.split("{day}");
			section.append(make("p", {}, start, date(now.before), end));
		}
		section.hidden = false;
	}
}
