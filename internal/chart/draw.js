// Draws one chart as the text of an SVG.
(function (text) {
	'use strict';
	var told = JSON.parse(text), option = completed(told);
	echarts.setPlatformAPI({ measureText: function (words, font) {
		var size = parseFloat((/([0-9.]+)px/.exec(font) || [0, 12])[1]), wide = 0;
		for (var i = 0; i < words.length; i++) {
			var code = words.charCodeAt(i);
			wide += code < 0x1100 || code > 0x2000 && code < 0x2e80 ? 0.56 : code >= 0xfe00 && code < 0xfe10 ? 0 : 1; // Latin, Arabic and signs; Han and kana
		}
		return { width: wide * size };
	} });
	var chart = echarts.init(null, null, { renderer: 'svg', ssr: true, width: told.width, height: told.height });
	chart.setOption(option);
	return chart.renderToSVGString();
})
