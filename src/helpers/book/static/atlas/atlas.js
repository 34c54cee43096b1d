// The interactive atlas. Its data is window.ATLAS, written when the book is built; nothing is fetched.
(() => {
  "use strict";
  const box = document.querySelector("[data-atlas]");
  if (!box || !window.ATLAS || !window.L) return;
  const { layers, shapes, observations } = window.ATLAS;
  const part = (name) => box.querySelector(`.atlas-${name}`);
  const still = matchMedia("(prefers-reduced-motion: reduce)").matches;

  box.classList.add("atlas-live");
  const map = L.map(part("map"), {
    minZoom: 2.5, maxZoom: 10, zoomSnap: 0.25, zoomAnimation: !still, fadeAnimation: !still,
    inertia: !still, maxBounds: [[-60, -135], [52, -25]], worldCopyJump: false,
  });
  map.attributionControl.setPrefix("Leaflet");
  map.attributionControl.addAttribution("Natural Earth; GeoNames");
  L.control.scale({ imperial: false }).addTo(map);
  map.fitBounds([[-6, -92], [13, -70]]);

  map.createPane("land").style.zIndex = 300;
  for (const [place, rings] of Object.entries(shapes)) {
    if (place === "ecuador") continue; // its provinces are drawn
    const isProvince = window.ATLAS.provinces.includes(place);
    L.polygon(rings, {
      pane: "land", interactive: false, weight: isProvince ? 0.6 : 0.8, fillOpacity: 1,
      className: "atlas-land",
    }).addTo(map);
  }

  // --- features ---------------------------------------------------------------------------------

  const element = (tag, text = "", parent = null) => {
    const made = document.createElement(tag);
    made.textContent = text;
    parent?.append(made);
    return made;
  };

  const popup = (feature) => {
    const made = element("div");
    made.className = "atlas-popup";
    made.tabIndex = -1;
    element("strong", feature.name, made);
    const list = element("dl", "", made);
    for (const [label, value] of feature.told) {
      if (!value) continue;
      element("dt", label, list);
      element("dd", value, list);
    }
    const source = element("p", `Source: ${feature.origin}. `, made);
    if (feature.fact) {
      const link = element("a", "The observation", source);
      link.href = `${observations}#${feature.fact}`;
    }
    return made;
  };

  // A way is drawn bent: a straight line would look like a way that is known.
  const bend = (stops) => {
    const made = [];
    for (let one = 0; one + 1 < stops.length; one += 1) {
      const [[y0, x0], [y1, x1]] = [stops[one], stops[one + 1]];
      const middle = [(y0 + y1) / 2 - 0.14 * (x1 - x0), (x0 + x1) / 2 + 0.14 * (y1 - y0)];
      for (let step = 0; step <= 16; step += 1) {
        const t = step / 16;
        const at = (a, b, c) => (1 - t) ** 2 * a + 2 * t * (1 - t) * b + t ** 2 * c;
        made.push([at(y0, middle[0], y1), at(x0, middle[1], x1)]);
      }
    }
    return made;
  };

  const draw = (feature) => {
    const open = feature.look === "open" ? " atlas-open" : "";
    if (feature.area) {
      const shade = feature.look?.startsWith("step") || open;
      const made = L.polygon(shapes[feature.area], {
        className: `atlas-feature${shade ? " atlas-shade" : ""}${open}`,
        weight: shade ? 0.8 : 1.2, fillOpacity: 0.35,
      });
      if (shade && !open) made.step = feature.look;
      return made;
    }
    if (!feature.at) return null;
    if (feature.at.length > 1) {
      return L.polyline(bend(feature.at), {
        className: "atlas-feature atlas-line", weight: 2,
        dashArray: feature.look === "dashed" ? "6 5" : null,
      });
    }
    const radius = feature.size ? Math.max(4, 24 * feature.size) : 6;
    return L.circleMarker(feature.at[0], {
      className: `atlas-feature${open}`, radius, weight: 1.5,
      fillOpacity: open ? 1 : feature.size ? 0.3 : 0.9,
    });
  };

  let chosen = null; // what had the keyboard when a popup opened, so that it gets it back
  const reveal = (feature, from) => {
    chosen = from;
    if (feature.shape) {
      const at = feature.shape.getBounds?.().getCenter() ?? feature.shape.getLatLng();
      feature.shape.openPopup(at);
    } else {
      L.popup({ maxWidth: 280 }).setLatLng(map.getCenter()).setContent(popup(feature)).openOn(map);
    }
    part("map").querySelector(".atlas-popup")?.focus({ preventScroll: true });
  };

  for (const layer of layers) {
    layer.group = L.featureGroup();
    // Large circles first, so that small ones lie above them and can be reached.
    const order = [...layer.features].sort((a, b) => (b.size ?? 0) - (a.size ?? 0));
    for (const feature of order) {
      const shape = draw(feature);
      if (!shape) continue;
      feature.shape = shape;
      shape.bindPopup(() => popup(feature), { maxWidth: 280, minWidth: 180 });
      shape.on("add", () => {
        const path = shape.getElement();
        path.style.setProperty("--atlas", `var(--book-${shape.step ?? layer.colour})`);
        path.setAttribute("tabindex", "0");
        path.setAttribute("role", "button");
        path.setAttribute("aria-label", `${layer.title}: ${feature.name}`);
        path.addEventListener("keydown", (event) => {
          if (event.key !== "Enter" && event.key !== " ") return;
          event.preventDefault();
          event.stopPropagation();
          reveal(feature, path);
        });
      });
      layer.group.addLayer(shape);
    }
  }

  // --- layers and list --------------------------------------------------------------------------

  const list = (layer) => {
    const made = element("details");
    element("summary", `${layer.title} (${layer.features.length})`, made);
    const items = element("ul", "", made);
    for (const feature of layer.features) {
      const button = element("button", feature.name, element("li", "", items));
      button.type = "button";
      button.addEventListener("click", () => {
        if (feature.shape) {
          if (feature.shape.getBounds) map.fitBounds(feature.shape.getBounds().pad(0.4), { maxZoom: 7 });
          else map.setView(feature.shape.getLatLng(), Math.max(map.getZoom(), 6));
        }
        reveal(feature, button);
      });
    }
    return made;
  };

  const toggle = (layer, isShown) => {
    if (isShown) map.addLayer(layer.group);
    else map.removeLayer(layer.group);
    layer.list.hidden = !isShown;
    // Shaded areas stay below whatever is shown with them.
    for (const one of layers) one.group.eachLayer((shape) => shape._path && one.id === "countries" && shape.bringToBack());
  };

  for (const layer of layers) {
    const label = element("label");
    label.style.setProperty("--atlas", `var(--book-${layer.colour})`);
    const check = element("input", "", label);
    check.type = "checkbox";
    check.checked = layer.shown;
    check.dataset.layer = layer.id;
    element("span", "", label).className = "atlas-sign";
    element("span", layer.title, label);
    element("span", layer.about, label);
    part("layers").append(label);
    layer.list = list(layer);
    part("list").append(layer.list);
    check.addEventListener("change", () => toggle(layer, check.checked));
    toggle(layer, layer.shown);
  }

  box.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !map._popup?.isOpen()) return;
    event.stopPropagation();
    map.closePopup();
    chosen?.focus({ preventScroll: true });
  });
})();
