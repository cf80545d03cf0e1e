import { fileURLToPath } from 'node:url';
import { renderAsync } from '@resvg/resvg-js';
import { LineChart } from 'echarts/charts';
import { GridComponent, MarkLineComponent, TitleComponent } from 'echarts/components';
import { init, use } from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';
import type { Drawn } from '../picture-address.ts';

use([LineChart, GridComponent, TitleComponent, MarkLineComponent, SVGRenderer]);

const SIZE = { width: 720, height: 320 };
const font = fileURLToPath(import.meta.resolve('dejavu-fonts-ttf/ttf/DejaVuSans.ttf'));
const INK = '#1d3557';
const LINE = '#2a6f97';
const MARK = '#9d4edd';

/** A chart as a PNG, twice the size it is shown in. Texts are drawn with a font that comes along, and read by nobody. */
export async function drawChart(chart: Drawn): Promise<Buffer> {
  const image = await renderAsync(svgOf(chart), {
    background: '#ffffff',
    fitTo: { mode: 'zoom', value: 2 },
    font: { fontFiles: [font], loadSystemFonts: false, defaultFontFamily: 'DejaVu Sans' },
  });
  return image.asPng();
}

function svgOf({ title, points, marks }: Drawn): string {
  const drawing = init(null, null, { renderer: 'svg', ssr: true, ...SIZE });
  try {
    drawing.setOption({
      animation: false,
      textStyle: { fontFamily: 'DejaVu Sans', color: INK },
      title: { text: title, left: 12, top: 8, textStyle: { fontSize: 15, fontWeight: 'normal', color: INK } },
      grid: { left: 48, right: 24, top: 64, bottom: 36 },
      xAxis: { type: 'category', data: points.map(([label]) => label.slice(5)), axisTick: { alignWithLabel: true } },
      yAxis: { type: 'value', min: 0, max: 100, splitLine: { lineStyle: { color: '#e9ecef' } } },
      series: [
        {
          type: 'line',
          // Where nothing is known there is a gap, never a line that guesses.
          connectNulls: false,
          data: points.map(([, value]) => value),
          symbol: 'circle',
          symbolSize: 7,
          itemStyle: { color: LINE },
          lineStyle: { color: LINE, width: 2.5 },
          label: {
            show: true,
            position: 'top',
            color: INK,
            // A mark may run behind it.
            backgroundColor: '#ffffff',
            formatter: (point: { value: unknown }) => Number(point.value).toFixed(0),
          },
          markLine: {
            // Behind the numbers, whose ground would else not cover it.
            z: 1,
            symbol: 'none',
            lineStyle: { color: MARK, type: 'dashed' },
            data: grouped(marks).map(([at, text]) => ({
              xAxis: at,
              label: { formatter: text, color: MARK, position: 'end' },
            })),
          },
        },
      ],
    });
    return drawing.renderToSVGString();
  } finally {
    drawing.dispose();
  }
}

/** What began in the same week shares one mark. Of many the first and the last are named: the words below say all. */
const grouped = (marks: Drawn['marks']): [number, string][] =>
  [...Map.groupBy(marks, ([at]) => at)].map(([at, group]) => {
    const texts = group.map(([, text]) => text);
    return [at, texts.length > 2 ? `${texts[0]} … ${texts.at(-1)}` : texts.join(', ')];
  });
