// QR codes from the camera or from a photo: by the browser where it can, else by static/vendor/damgha-qr.js.
let detector;

async function ofBrowser(source) {
  detector ??= "BarcodeDetector" in globalThis ? new globalThis.BarcodeDetector({ formats: ["qr_code"] }) : null;
  if (!detector) return null;
  try {
    return (await detector.detect(source))[0]?.rawValue ?? null;
  } catch {
    detector = null; // it is there and does not work, as on some desktops
    return null;
  }
}

function ofLibrary(source, width, height) {
  const scale = Math.min(1, 1200 / Math.max(width, height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.round(width * scale);
  canvas.height = Math.round(height * scale);
  const pen = canvas.getContext("2d", { willReadFrequently: true });
  pen.drawImage(source, 0, 0, canvas.width, canvas.height);
  try {
    return globalThis.damghaQR.decodeQR(pen.getImageData(0, 0, canvas.width, canvas.height));
  } catch {
    return null; // no QR to be seen
  }
}

export async function ofPhoto(file) {
  const picture = await createImageBitmap(file);
  return (await ofBrowser(picture)) ?? ofLibrary(picture, picture.width, picture.height);
}

export const hasCamera = () => Boolean(navigator.mediaDevices?.getUserMedia);

// Look through the camera until a QR is seen or `signal` ends it; its text, or null.
export async function ofCamera(video, signal) {
  const stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" }, audio: false });
  try {
    video.srcObject = stream;
    await video.play();
    while (!signal.aborted) {
      const text = (await ofBrowser(video)) ?? (video.videoWidth && ofLibrary(video, video.videoWidth, video.videoHeight));
      if (text) return text;
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
    return null;
  } finally {
    for (const track of stream.getTracks()) track.stop();
    video.srcObject = null;
  }
}
