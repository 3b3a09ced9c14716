// Formulas stand between \( \) and \[ \] in elements of the class arithmatex. Pages without one load nothing.
const here = document.currentScript.src;
if (document.querySelector(".arithmatex")) {
  window.MathJax = {
    tex2jax: { inlineMath: [["\\(", "\\)"]], displayMath: [["\\[", "\\]"]], ignoreClass: ".*", processClass: "arithmatex" },
    "HTML-CSS": { availableFonts: [], webFont: "STIX-Web", preferredFont: null, imageFont: null },
    messageStyle: "none",
    showMathMenu: false,
  };
  const script = document.createElement("script");
  script.src = new URL("mathjax/MathJax.js?config=TeX-AMS-MML_HTMLorMML-full", here);
  document.head.append(script);
}
