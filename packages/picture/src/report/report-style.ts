import { tokenProperties } from '../svg.ts'

/** Light on paper whatever the screen is; pictures, findings and table rows stay on one page. */
export const REPORT_STYLE = `
:root{color-scheme:light dark;${tokenProperties('light')}}
@media screen and (prefers-color-scheme:dark){:root{${tokenProperties('dark')}}}
*{box-sizing:border-box}
html{background:var(--surface-page)}
body{margin:0 auto;padding:40px 24px 64px;max-width:908px;color:var(--text-normal);background:var(--surface-page);font:15px/1.55 Inter,system-ui,sans-serif;-webkit-print-color-adjust:exact;print-color-adjust:exact;overflow-wrap:anywhere}
h1{margin:0 0 14px;font-size:15px;font-weight:600;color:var(--text-normal)}
h2{margin:40px 0 12px;font-size:19px;line-height:1.3;color:var(--text-strong)}
h3{margin:0 0 6px;font-size:15px;line-height:1.4;color:var(--text-strong)}
p{margin:0 0 8px}
a{color:var(--accent)}
code,pre,.code{font-family:"JetBrains Mono",ui-monospace,monospace;font-variant-ligatures:none}
code{font-size:.92em;color:var(--text-strong)}
.head{padding:20px 24px 18px;border:1px solid var(--rule-strong);border-left:5px solid var(--rule-strong);border-radius:8px;background:var(--surface-panel)}
.head.loss{border-left-color:var(--loss);background:var(--surface-broken)}
.badge{display:inline-block;margin:0 0 10px;padding:2px 9px;border-radius:4px;font-size:12px;font-weight:600;letter-spacing:.06em;color:var(--text-strong);border:1px solid var(--rule-strong)}
.loss .badge{color:var(--on-not-ready);background:var(--state-not-ready);border-color:transparent}
.sentence{margin:0 0 6px;font-size:24px;line-height:1.35;font-weight:600;color:var(--text-strong)}
.rest{font-size:16px;color:var(--text-strong)}
.when{margin:12px 0 0;color:var(--text-normal)}
.about{margin:14px 0 0;padding:0;list-style:none;font-size:13px}
figure{margin:0 0 28px;break-inside:avoid}
figcaption{display:flex;flex-wrap:wrap;gap:2px 14px;align-items:baseline;margin:0 0 8px}
figcaption b{color:var(--text-strong)}
figcaption .counts{color:var(--text-strong)}
.time{font-size:13px;font-variant-numeric:tabular-nums}
svg{display:block;width:100%;height:auto;border:1px solid var(--rule-strong);border-radius:6px}
table{width:100%;border-collapse:collapse;font-size:13.5px}
.tables table{margin:0 0 22px}
caption{padding:0 0 6px;text-align:left;font-weight:600;color:var(--text-strong);break-after:avoid}
th,td{min-width:4.6em;padding:5px 12px 5px 0;text-align:left;vertical-align:top;border-bottom:1px solid var(--rule)}
th{font-weight:600;color:var(--text-faint);font-size:12.5px}
tbody th{color:var(--text-strong);font-size:inherit}
th:last-child,td:last-child{padding-right:0}
.number{text-align:right;white-space:nowrap;font-variant-numeric:tabular-nums}
thead th{overflow-wrap:normal}
thead .number{width:6.8em;white-space:normal}
.when-cell{width:14em;color:var(--text-normal);font-weight:400}
tbody .when-cell{font-size:13px;color:var(--text-normal)}
.when-cell .local{display:block;color:var(--text-faint)}
tr{break-inside:avoid}
tr.loss td{color:var(--text-not-ready);font-weight:600}
tr.worst td{color:var(--text-strong);font-weight:600}
tr.recovered td{color:var(--text-ready);font-weight:600}
tr.gap td{color:var(--text-warning)}
article{margin:0 0 16px;padding:14px 18px;border:1px solid var(--rule-strong);border-radius:8px;background:var(--surface-panel);break-inside:avoid}
article .code{font-size:12.5px;color:var(--text-faint);font-weight:400}
article ul{margin:8px 0;padding-left:18px;font-size:13.5px}
pre{margin:0;padding:14px 16px;border:1px solid var(--rule-strong);border-radius:8px;background:var(--surface-panel);color:var(--text-strong);font-size:12.5px;line-height:1.6;white-space:pre-wrap}
article pre{margin:8px 0 0;padding:8px 12px;background:var(--surface-page)}
.list{margin:0;padding-left:18px}
footer{margin-top:44px;padding-top:12px;border-top:1px solid var(--rule);font-size:12.5px;color:var(--text-faint)}
@page{margin:16mm 15mm}
@media print{
body{max-width:none;padding:0;font-size:10.5pt}
html,body{background:#fff}
h2{margin-top:22pt;break-after:avoid}
h3{break-after:avoid}
figure{margin-bottom:14pt}
.sentence{font-size:15pt}
.rest{font-size:11pt}
td,tbody th{padding-top:3pt;padding-bottom:3pt}
a{color:inherit;text-decoration:none}
.screen{display:none}
}
@media (max-width:600px){body{padding:16px 12px 40px}.head{padding:14px}.sentence{font-size:18px}.when-cell{width:9em}.tables{overflow-x:auto}}
`
