// The style sheet of the HTML report: system fonts, light and dark, one column on phones, black on white on paper.

export const STYLE = `
:root{color-scheme:light dark;--page:#f5f6f8;--card:#fff;--text:#1c2430;--dim:#566070;--line:#c9d0da;
--good:#1a7f4b;--warning:#9a6200;--bad:#c0232c;--unknown:#5b6472;--ink:#fff}
@media (prefers-color-scheme:dark){:root{--page:#14181f;--card:#1d232c;--text:#e6eaf0;--dim:#a3aebd;--line:#3a4350;
--good:#4cc38a;--warning:#e5b04b;--bad:#ff7b7b;--unknown:#a9b3c1;--ink:#14181f}}
*{box-sizing:border-box}
body{margin:0;background:var(--page);color:var(--text);font:16px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"DejaVu Sans",sans-serif;overflow-wrap:anywhere}
main{max-width:1160px;margin:0 auto;padding:20px 16px 48px}
h1{font-size:1.35rem;margin:0}h2{font-size:1.15rem;margin:2rem 0 .6rem}h3{font-size:1rem;margin:1.2rem 0 .3rem}
p{margin:.3rem 0}h1+p{margin-bottom:.8rem}.dim,figcaption{color:var(--dim);font-size:.875rem}
code{font-family:ui-monospace,Consolas,"DejaVu Sans Mono",monospace;font-size:.9em}
.verdict{display:flex;gap:14px;align-items:flex-start;background:var(--card);border:1px solid var(--line);border-left:6px solid var(--tone);border-radius:8px;padding:14px 16px;margin:0 0 1rem}
.verdict strong{display:block;font-size:1.15rem;color:var(--tone)}.verdict svg{width:34px;height:34px;flex:none}
.good{--tone:var(--good)}.warning{--tone:var(--warning)}.bad{--tone:var(--bad)}.unknown{--tone:var(--unknown)}.plain{--tone:var(--dim)}
figure,article{background:var(--card);border:1px solid var(--line);border-radius:8px;padding:14px 16px;margin:0 0 12px}
article{border-left:6px solid var(--tone)}article h3{margin:0 0 .2rem}article h4{font-size:.875rem;margin:.7rem 0 .1rem;color:var(--dim)}
.severity{color:var(--tone);font-weight:700;text-transform:uppercase;font-size:.8rem;letter-spacing:.03em}
ul{margin:.2rem 0;padding-left:1.2rem}li{margin:.15rem 0}
li code{display:block;white-space:pre-wrap;background:var(--page);border-radius:5px;padding:4px 8px}
.table{overflow-x:auto;background:var(--card);border:1px solid var(--line);border-radius:8px}
table{border-collapse:collapse;width:100%;font-size:.9rem;overflow-wrap:normal}
th,td{text-align:left;vertical-align:top;padding:6px 12px;border-bottom:1px solid var(--line)}tr:last-child td{border-bottom:0}
th{font-size:.8rem;color:var(--dim);font-weight:600;white-space:nowrap}
figure svg{display:block;width:100%;height:auto;margin-top:8px}figure .narrow{max-width:460px}
svg text{fill:var(--text)}svg .tier{fill:var(--dim);font-size:12px;font-weight:600}svg .label{font-size:12px}
svg .words{font-size:11px;fill:var(--dim)}svg .bad .words,svg .warning .words,svg .unknown .words{fill:var(--tone)}
.box{fill:var(--card);stroke:var(--line);stroke-width:1.2}.bad .box,.warning .box{stroke:var(--tone);stroke-width:2}.unknown .box{stroke:var(--tone);stroke-dasharray:5 4}
.shape{fill:var(--tone);stroke-linejoin:round}.shape .ink{fill:none;stroke:var(--ink);stroke-width:2.2;stroke-linecap:round}
.shape .ring{fill:none;stroke:var(--tone);stroke-width:2}.shape text{fill:var(--tone);font-size:13px;font-weight:700;text-anchor:middle}
.link{fill:none;stroke:var(--line);stroke-width:2}
.wide{display:none!important}
@media screen and (min-width:900px){figure .wide{display:block!important}figure .narrow{display:none}}
@media (max-width:640px){table,tbody,tr,td{display:block}thead{display:none}tr{padding:8px 12px;border-bottom:1px solid var(--line)}tr:last-child{border:0}
td{border:0;padding:1px 0;overflow-wrap:anywhere}td:empty{display:none}td::before{content:attr(data-head) ": ";color:var(--dim);font-size:.8rem}}
@media print{:root{color-scheme:light;--page:#fff;--card:#fff;--text:#000;--dim:#333;--line:#888;--good:#0b5c33;--warning:#6b4400;--bad:#9b0f18;--unknown:#333;--ink:#fff}
body{font-size:10.5pt}main{padding:0;max-width:none}article,figure,tr,.verdict{break-inside:avoid}h2,h3{break-after:avoid}
li code{border:1px solid #888}.table{overflow:visible}td,th{padding:3px 6px}
*{-webkit-print-color-adjust:exact;print-color-adjust:exact}}
`.trim();
