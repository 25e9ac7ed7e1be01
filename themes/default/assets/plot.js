// A button below the picture of a chart, for the chart that can be touched. What that needs is loaded when somebody asks.
{
	let loaded;

	for (const figure of document.querySelectorAll(".plot[data-library]")) {
		const picture = figure.querySelector("[role=group]"), button = document.createElement("button");
		const { explore, still, library } = figure.dataset;
		let chart;
		button.type = "button";
		button.textContent = explore;
		button.addEventListener("click", async () => {
			if (chart) chart = chart.close();
			else {
				button.disabled = true;
				try {
					await (loaded ??= load(library));
					chart = touch(figure, picture, await (await fetch("chart.json")).json());
				} catch { return button.remove() } // the picture and the table are there
				button.disabled = false;
			}
			picture.hidden = !!chart;
			button.textContent = chart ? still : explore;
		});
		picture.after(button);
	}

	// The library empties elements by an empty text, which the page's policy on trusted types takes for markup; no other is let through.
	function load(library) {
		window.trustedTypes?.createPolicy("default", { createHTML: text => text ? null : text });
		return import(library);
	}
}
