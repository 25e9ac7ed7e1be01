// Writes icu.tsv anew: node testdata/icu.mjs > testdata/icu.new && mv testdata/icu.new testdata/icu.tsv
// The tags are those of the rows in ../table.go. No test and no build needs Node.
import { readFileSync } from 'node:fs';

const table = readFileSync(new URL('../table.go', import.meta.url), 'utf8');
const tags = [...table.matchAll(/^\t"([^"]+)": +\{dates:/gm)].map((m) => m[1]);
const { icu, cldr, node } = process.versions;
console.log(`# What ICU ${icu} (CLDR ${cldr}, node ${node}) says: tag, question, answer; tab-separated.`);
const places = (s) => (s.split('.')[1] || '').length;
const exactly = (s) => ({ minimumFractionDigits: places(s), maximumFractionDigits: places(s) });
const counts = [0, 1, 2, 3, 4, 5, 6, 7, 10, 11, 12, 19, 20, 21, 22, 25, 99, 100, 101, 102, 103, 111, 200, 1000, 1e6, 1000001, 2e6];
const numbers = ['0', '0.50', '999', '1234.50', '12345.6', '123456', '1234567.89', '-1234.5', '999999999999999999.123456789'];
const ratios = { 35: '0.35', 12.5: '0.125', '-2.22': '-0.0222', 1250: '12.50' };
const codes = ['EUR', 'USD', 'JPY', 'CHF', 'GBP', 'SEK', 'XOF', 'XCG', 'AED', 'INR', 'CAD'];
const amounts = codes.map((c) => [c === 'JPY' ? '1840' : '1.84', c]);
amounts.push(['-1.84', 'EUR'], ['1234.50', 'EUR'], ['12345.678', 'EUR'], ['-12.30', 'CHF']);
const words = [['a'], ['a', 'b'], ['a', 'b', 'c'], ['a', 'b', 'c', 'Ida'], ['א', 'ב', 'ג'], ['x', 'hielo'], ['x', 'Iñaki']];

for (const tag of tags) {
  const line = (question, answer) => console.log([tag, question, answer].join('\t'));
  const long = new Intl.DateTimeFormat(tag + '-u-ca-gregory', { dateStyle: 'long', timeZone: 'UTC' });
  for (let m = 1; m <= 12; m++) {
    const d = m < 3 ? m : 12;
    line(`date 2025 ${m} ${d}`, long.format(Date.UTC(2025, m - 1, d)));
  }
  for (const s of numbers) line(`number ${s}`, new Intl.NumberFormat(tag, exactly(s)).format(s));
  for (const s in ratios) line(`percent ${s}`, new Intl.NumberFormat(tag, { style: 'percent', ...exactly(s) }).format(ratios[s]));
  for (const [s, currency] of amounts) {
    line(`money ${s} ${currency}`, new Intl.NumberFormat(tag, { style: 'currency', currency, ...exactly(s) }).format(s));
  }
  const rules = new Intl.PluralRules(tag);
  line('plural', counts.map((n) => `${n}=${rules.select(n)}`).join(' '));
  for (const list of words) line(`list ${list.join('|')}`, new Intl.ListFormat(tag).format(list));
}
