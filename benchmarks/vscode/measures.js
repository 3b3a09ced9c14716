// What benchmarks/vscode.py asks of a page of VS Code: an expression, an object of functions.
({
  // Return the least contrast of a text in it with its ground, the text, and both colours.
  contrast(root) {
    const numbers = (text) => (text.match(/[\d.]+/g) || []).map(Number);
    const light = (rgb) => rgb.map((v) => v / 255)
      .map((v) => (v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4))
      .reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
    let least = [99];
    const texts = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    while (texts.nextNode()) {
      const text = texts.currentNode.textContent.trim();
      const own = texts.currentNode.parentElement;
      if (!text || !own.checkVisibility()) continue;
      let share = 1;
      let ground = numbers(getComputedStyle(document.documentElement)
        .getPropertyValue("--vscode-notebook-editorBackground"));
      for (let at = own; at; at = at.parentElement) {
        const look = getComputedStyle(at);
        const [red, green, blue, alpha = 1] = numbers(look.backgroundColor);
        share *= Number(look.opacity);
        if (alpha === 1) {
          ground = [red, green, blue];
          break;
        }
      }
      const [red, green, blue, alpha = 1] = numbers(getComputedStyle(own).color);
      const ink = [red, green, blue]
        .map((v, i) => v * share * alpha + ground[i] * (1 - share * alpha));
      const [dark, bright] = [light(ink), light(ground)].sort((a, b) => a - b);
      const contrast = (bright + 0.05) / (dark + 0.05);
      if (contrast < least[0]) least = [contrast, text, ink, ground];
    }
    return least;
  },

  // Return the elements whose content is wider than they are.
  bars(root) {
    return [root, ...root.querySelectorAll("*")]
      .filter((one) => one.clientWidth > 0 && one.scrollWidth > one.clientWidth + 1)
      .map((one) => one.outerHTML.slice(0, 80));
  },

  // Return the lines of the editor that have a mark, each with the mark's kind.
  marked(editor) {
    const lines = [...editor.querySelectorAll(".view-line")];
    return [...editor.querySelectorAll(".view-overlays [class*=squiggly]")].map((mark) => {
      const away = (line) =>
        Math.abs(line.getBoundingClientRect().top - mark.getBoundingClientRect().top);
      return [mark.className, lines.sort((a, b) => away(a) - away(b))[0].innerText];
    });
  },
})
