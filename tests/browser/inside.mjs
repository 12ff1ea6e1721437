// What is measured inside a page. Each function is sent to the browser on its own, so it uses nothing from outside itself.

/** The width that the page needs, and the elements that stick out. */
export function overflow() {
  const width = document.documentElement.clientWidth;
  const needed = document.scrollingElement.scrollWidth;
  if (needed <= width) return [];
  const wide = [...document.body.querySelectorAll('*')].filter(
    (element) => element.getBoundingClientRect().right > width + 1,
  );
  const names = wide.slice(0, 3).map((element) => element.outerHTML.slice(0, 100));
  return [`the page is ${needed} px wide in a window of ${width} px`, ...names];
}

/** What is wrong with the page's charts as they are displayed. */
export function charts(smallest) {
  const problems = [];
  const shown = (svg) => svg.checkVisibility({ visibilityProperty: true }) && svg.getBoundingClientRect().width > 0;
  const figures = new Map();
  for (const svg of document.querySelectorAll('svg[role="img"]')) {
    const figure = svg.closest('figure, .chart');
    if (figure) figures.set(figure, [...(figures.get(figure) ?? []), svg]);
  }
  for (const [figure, layouts] of figures) {
    const name = (figure.querySelector('figcaption, title')?.textContent ?? figure.id ?? '').trim();
    const visible = layouts.filter(shown);
    if (layouts.length !== 2) problems.push(`“${name}” has ${layouts.length} layouts, not two`);
    if (visible.length !== 1) problems.push(`“${name}” shows ${visible.length} layouts, not one`);
    for (const svg of visible) {
      const frame = svg.getBoundingClientRect();
      for (const text of svg.querySelectorAll('text, tspan')) {
        const own = [...text.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.data.trim());
        if (!own || !text.checkVisibility({ visibilityProperty: true })) continue;
        const label = text.textContent.trim();
        const matrix = text.getScreenCTM();
        const size = parseFloat(getComputedStyle(text).fontSize) * Math.hypot(matrix.a, matrix.b);
        if (size < smallest - 0.05) problems.push(`“${name}”: “${label}” is ${size.toFixed(1)} px high`);
        const box = text.getBoundingClientRect();
        const inside =
          box.left >= frame.left - 1 && box.right <= frame.right + 1 && box.top >= frame.top - 1 && box.bottom <= frame.bottom + 1;
        if (!inside) problems.push(`“${name}”: “${label}” is cut off at the edge`);
      }
    }
  }
  return { problems, count: figures.size };
}

/** Texts of the visible charts that cannot be told from what lies behind them. */
export function chartContrast(least) {
  const canvas = Object.assign(document.createElement('canvas'), { width: 1, height: 1 });
  const pen = canvas.getContext('2d', { willReadFrequently: true });
  const rgba = (color) => {
    pen.clearRect(0, 0, 1, 1);
    pen.fillStyle = color;
    pen.fillRect(0, 0, 1, 1);
    const [red, green, blue, alpha] = pen.getImageData(0, 0, 1, 1).data;
    return [red, green, blue, alpha / 255];
  };
  const over = (top, opacity, below) => {
    const alpha = top[3] * opacity;
    return [0, 1, 2].map((at) => top[at] * alpha + below[at] * (1 - alpha)).concat(1);
  };
  const luminance = (color) => {
    const [red, green, blue] = color.slice(0, 3).map((value) => {
      const part = value / 255;
      return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const behind = (text, x, y) => {
    const layers = document.elementsFromPoint(x, y).filter((element) => !element.closest('text'));
    let color = rgba(matchMedia('(prefers-color-scheme: dark)').matches ? 'black' : 'white');
    for (const layer of [...layers].reverse()) {
      const style = getComputedStyle(layer);
      const isShape = layer instanceof SVGGeometryElement;
      const paint = isShape ? style.fill : style.backgroundColor;
      if (paint === 'none' || paint.startsWith('url')) continue;
      const opacity = (isShape ? Number(style.fillOpacity) : 1) * Number(style.opacity);
      color = over(rgba(paint), opacity, color);
    }
    return color;
  };
  const problems = [];
  for (const text of document.querySelectorAll('figure svg[role="img"] text, .chart svg[role="img"] text')) {
    if (!text.textContent.trim() || !text.checkVisibility({ visibilityProperty: true })) continue;
    text.scrollIntoView({ block: 'center' });
    const box = text.getBoundingClientRect();
    const style = getComputedStyle(text.querySelector('tspan') ?? text);
    const below = behind(text, box.left + box.width / 2, box.top + box.height / 2);
    const ink = over(rgba(style.fill), Number(style.fillOpacity) * Number(style.opacity), below);
    const [dark, light] = [luminance(ink), luminance(below)].sort((a, b) => a - b);
    const contrast = (light + 0.05) / (dark + 0.05);
    if (contrast < least) problems.push(`“${text.textContent.trim()}” has a contrast of ${contrast.toFixed(2)}`);
  }
  return problems;
}

/** Everything that the page points at, and what can be pointed at in it. */
export function references() {
  const targets = [];
  for (const element of document.querySelectorAll('a[href], area[href], link[href], img[src], source[src], video[src], audio[src]')) {
    targets.push(element.href || element.src);
  }
  for (const element of document.querySelectorAll('img[srcset], source[srcset]')) {
    for (const candidate of element.srcset.split(',')) {
      targets.push(new URL(candidate.trim().split(/\s+/)[0], document.baseURI).href);
    }
  }
  const anchors = [...document.querySelectorAll('[id]')].map((element) => element.id);
  return { targets: [...new Set(targets)], anchors };
}

/** Where the keyboard's focus is, and how it can be seen. */
export function focus() {
  const element = document.activeElement;
  if (!element || element === document.body) return null;
  const style = getComputedStyle(element);
  const box = element.getBoundingClientRect();
  const outlined = style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 1;
  return {
    name: element.outerHTML.slice(0, 100),
    href: element.getAttribute('href'),
    isMain: element.matches('main'),
    inMain: element.closest('main') !== null,
    visible: outlined || style.boxShadow !== 'none',
    onScreen: box.width > 0 && box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth,
  };
}
