// What a page is like in a browser: runs in the page after axe.min.js, under the page's own policy, and gives a report.
(async () => {
	const root = document.documentElement;
	const frame = () => new Promise(requestAnimationFrame);
	const name = element => element.localName + (element.id ? "#" + element.id : "") + [...element.classList].map(word => "." + word).join("");

	// Pictures further down would load only when somebody scrolled to them.
	const broken = [];
	await Promise.all([...document.images].map(image => {
		image.loading = "eager";
		return image.decode().catch(error => broken.push(name(image) + " " + image.currentSrc + ": " + error));
	}));

	// Two frames let observers have their say; colours that are still moving would be measured half-way.
	await document.fonts.ready;
	await frame();
	await frame();
	await Promise.all(document.getAnimations().filter(a => a.effect.getComputedTiming().endTime < Infinity).map(a => a.finished.catch(() => {})));

	// What sticks out at either side, but for what lies in a box that scrolls or hides it.
	const contained = element => {
		for (let box = element.parentElement; box && box !== document.body; box = box.parentElement)
			if (getComputedStyle(box).overflowX !== "visible") return true;
		return false;
	};
	const wide = [...document.body.querySelectorAll("*")].filter(element => {
		const { left, right, width } = element.getBoundingClientRect();
		return width > 0 && (right > root.clientWidth + 1 || left < -1) && !contained(element);
	});

	const ids = [...document.querySelectorAll("[id]")].map(element => element.id);

	// The colour that the canvas takes: the scheme must have arrived, or dark pages would be judged in light.
	const [red, green, blue] = getComputedStyle(root).backgroundColor.match(/[\d.]+/g).map(Number);

	// Tables show by gradients that they scroll. On a gradient axe cannot judge a word's contrast; without it, it can.
	const shaded = [...document.querySelectorAll("*")].filter(element => getComputedStyle(element).backgroundImage !== "none");
	for (const element of shaded) element.style.backgroundImage = "none";
	const ofColours = ["color-contrast", "link-in-text-block"];
	const { violations, incomplete, passes, inapplicable } = await axe.run(document, {
		resultTypes: ["violations"],
		rules: { "target-size": { enabled: !onlyColours } }, // WCAG 2.2 AA, which axe leaves off by default
		...onlyColours && { runOnly: { type: "rule", values: ofColours } },
	});
	for (const element of shaded) element.style.backgroundImage = "";
	return {
		lang: root.lang,
		dir: root.dir,
		headings: document.querySelectorAll("h1").length,
		scrollWidth: root.scrollWidth,
		clientWidth: root.clientWidth,
		wide: wide.slice(0, 4).map(name),
		dark: red + green + blue < 384,
		forced: matchMedia("(forced-colors: active)").matches,
		broken,
		twice: ids.filter((id, i) => ids.indexOf(id) < i),
		blocked: blockedByPolicy,
		rules: [violations, incomplete, passes, inapplicable].reduce((sum, list) => sum + list.length, 0),
		violations: violations.flatMap(({ id, impact, nodes }) => nodes.map(node => ({
			rule: id, impact, selector: node.target.flat(9).join(" "), summary: node.failureSummary, html: node.html,
		}))),
	};
})()
