/** Pictures and sounds that are made when somebody asks for them. */

/** Bars as SVG. */
export function drawChart(values) {
  const highest = Math.max(...values, 1);
  const bars = values.map((value, i) => {
    const height = (100 * value) / highest;
    return `<rect x="${i * 40 + 4}" y="${120 - height}" width="32" height="${height}" fill="#d96" />`;
  });
  const width = values.length * 40;
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="120" viewBox="0 0 ${width} 120">${bars.join("")}</svg>`;
}

/** A PNG, as a Blob. */
export function drawSunset({ width, height }) {
  const canvas = new OffscreenCanvas(width, height);
  const context = canvas.getContext("2d");
  const sky = context.createLinearGradient(0, 0, 0, height);
  sky.addColorStop(0, "#245");
  sky.addColorStop(0.7, "#e85");
  sky.addColorStop(0.71, "#123");
  sky.addColorStop(1, "#346");
  context.fillStyle = sky;
  context.fillRect(0, 0, width, height);
  context.fillStyle = "#fd8";
  context.beginPath();
  context.arc(width / 2, height * 0.7, height / 4, Math.PI, 0);
  context.fill();
  return canvas.convertToBlob({ type: "image/png" });
}

/** A sine of 440 Hz as WAV: a header of 44 bytes, then samples of 16 bits. */
export function makeTone({ seconds, rate = 8000 }) {
  const samples = Int16Array.from(
    { length: seconds * rate },
    (_, i) => 8000 * Math.sin((i * 440 * 2 * Math.PI) / rate),
  );
  const header = new DataView(new ArrayBuffer(44));
  const write = (offset, text) => {
    for (const [i, char] of [...text].entries()) header.setUint8(offset + i, char.charCodeAt(0));
  };
  write(0, "RIFF");
  header.setUint32(4, 36 + samples.byteLength, true);
  write(8, "WAVEfmt ");
  header.setUint32(16, 16, true); // bytes of the format
  header.setUint16(20, 1, true); // PCM
  header.setUint16(22, 1, true); // channels
  header.setUint32(24, rate, true);
  header.setUint32(28, 2 * rate, true); // bytes a second
  header.setUint16(32, 2, true); // bytes a sample
  header.setUint16(34, 16, true); // bits a sample
  write(36, "data");
  header.setUint32(40, samples.byteLength, true);
  return new Blob([header, samples], { type: "audio/wav" });
}
