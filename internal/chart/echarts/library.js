// What of ECharts charts need, in the engine that draws them while a portal is built and in the browser of a reader who asks for
// more. To make echarts.min.js anew, with echarts 6.1.0 of npm installed in this folder:
//
//	go run github.com/evanw/esbuild/cmd/esbuild@v0.25.12 library.js --bundle --minify --format=iife --target=es2017 \
//		--legal-comments=inline --banner:js="$(head -n 1 echarts.min.js)" --outfile=echarts.min.js --allow-overwrite
import { init, use, setPlatformAPI } from 'echarts/core';
import { LineChart, BarChart, GaugeChart, RadarChart, HeatmapChart, FunnelChart, SankeyChart } from 'echarts/charts';
import { GridComponent, RadarComponent, TooltipComponent, TitleComponent, LegendComponent, DataZoomInsideComponent, DataZoomSliderComponent, VisualMapPiecewiseComponent } from 'echarts/components';
import { LabelLayout, LegacyGridContainLabel } from 'echarts/features';
import { SVGRenderer, CanvasRenderer } from 'echarts/renderers';

use([LineChart, BarChart, GaugeChart, RadarChart, HeatmapChart, FunnelChart, SankeyChart,
	GridComponent, RadarComponent, TooltipComponent, TitleComponent, LegendComponent, DataZoomInsideComponent, DataZoomSliderComponent, VisualMapPiecewiseComponent,
	LabelLayout, LegacyGridContainLabel, SVGRenderer, CanvasRenderer]);
globalThis.echarts = { init, setPlatformAPI };
