// A picture drawn for each request: a tab has a canvas.
const SIZE = 320;

function draw(seed: string): OffscreenCanvas {
  let state = [...seed].reduce(
    (sum, letter) => sum * 31 + letter.charCodeAt(0),
    7,
  );
  const random = () => {
    state = (state * 16807) % 2147483647;
    return state / 2147483647;
  };
  const canvas = new OffscreenCanvas(SIZE, SIZE);
  const context = canvas.getContext("2d");
  const hue = random() * 360;
  context.fillStyle = `hsl(${hue} 45% 94%)`;
  context.fillRect(0, 0, SIZE, SIZE);
  for (let ring = 14; ring > 0; ring--) {
    context.beginPath();
    context.fillStyle = `hsl(${hue + random() * 90} 62% 58% / 0.4)`;
    const [x, y] = [random() * SIZE, random() * SIZE];
    context.arc(x, y, ring * 6 + random() * 30, 0, Math.PI * 2);
    context.fill();
  }
  return canvas;
}

export default {
  id: "picture",
  type: "functions",
  config: { visibility: "public" },

  default: async ({ function_path }) => ({
    headers: { "Content-Type": "image/png" },
    body: await draw(function_path).convertToBlob({ type: "image/png" }),
  }),
};
