/** The look of the bank's own pages, light and dark. */
export const PAGE_STYLE = `
:root{color-scheme:light dark;--bg:light-dark(#f7f8fa,#12151c);--panel:light-dark(#fff,#191d26);--ink:light-dark(#14171f,#eef1f7);
--dim:light-dark(#5a6272,#a6aebd);--line:light-dark(#e4e7ec,#2c323e);--accent:light-dark(#2747b5,#9db4ff);--soft:light-dark(#eaf0ff,#232c47);
--ok:light-dark(#157347,#6fd6a0);--bad:light-dark(#b3261e,#ff9d94)}
*{box-sizing:border-box;margin:0}
body{background:var(--bg);color:var(--ink);font:15px/22px system-ui,"Helvetica Neue",Arial,sans-serif;font-variant-numeric:tabular-nums}
h1{font-size:22px;line-height:28px;letter-spacing:-.02em}h2{font-size:15px;margin:0 0 10px}p{color:var(--dim)}
button,select,input{font:inherit;color:inherit}
button{height:36px;padding:0 14px;border-radius:9px;border:1px solid var(--line);background:var(--panel);font-weight:550;cursor:pointer}
button.main{background:var(--ink);color:var(--bg);border-color:var(--ink);height:46px;width:100%}
button:focus-visible,input:focus-visible,select:focus-visible,a:focus-visible{outline:2px solid var(--accent);outline-offset:2px}
input,select{height:40px;width:100%;padding:0 10px;border:1px solid var(--line);border-radius:9px;background:var(--bg)}
label{display:grid;gap:4px;font-size:13px;font-weight:550}
a{color:var(--accent)}
[hidden]{display:none!important}
.error{color:var(--bad);font-weight:550}
`;
