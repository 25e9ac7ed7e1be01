// Prepares the world of an engine, once, before its first chart.
(function () {
	'use strict';
	// Nothing can be added to what all charts of an engine share, whatever their texts are called: __proto__, constructor.
	[Object, Array, Function, String, Number, Boolean, RegExp, Date, Map, Error].forEach(function (kind) {
		[kind, kind.prototype].forEach(function (shared) {
			Object.getOwnPropertyNames(shared).forEach(function (name) {
				var part = Object.getOwnPropertyDescriptor(shared, name).value;
				if (part instanceof Object) Object.preventExtensions(part);
			});
			Object.preventExtensions(shared);
		});
	});
	// A text is as wide in every place and at every time: as wide as in the widest of usual fonts, or a reader misses its first sign.
	echarts.setPlatformAPI({ measureText: function (words, font) {
		var size = parseFloat((/([0-9.]+)px/.exec(font) || [0, 12])[1]), wide = 0;
		for (var i = 0; i < words.length; i++) {
			var code = words.charCodeAt(i);
			if (code >= 0xfe00 && code < 0xfe10 || code >= 0x200b && code < 0x2010 || code >= 0x2066 && code < 0x206a) continue; // marks that nobody sees
			if (code >= 0x1100 && code < 0x2000 || code >= 0x2e80 || '%\u066aMWmw'.indexOf(words[i]) >= 0) wide += 1; // Han and kana, and what is wide in any script
			else wide += ' .,:;|!iIjl\'\u00a0\u202f\u066b\u066c'.indexOf(words[i]) >= 0 ? 0.36 : 0.64;
		}
		return { width: wide * size };
	} });
})();
