/* Reads QR codes: with what the browser has, else with a reader that is loaded only now. */
"use strict";

window.doorScanner = (decoderAddress) => {
  const EVERY = 200; // milliseconds between two looks
  const WIDEST = 1000; // pixels; enough for a badge, and a cheap phone keeps up
  let native, loading, stream, timer;

  const load = () => {
    loading ??= new Promise((done, failed) => {
      const script = document.createElement("script");
      script.src = decoderAddress;
      script.onload = done;
      script.onerror = () => {
        loading = undefined;
        failed(new Error("decoder"));
      };
      document.head.append(script);
    });
    return loading;
  };

  const ready = async () => {
    if ("BarcodeDetector" in window) {
      const formats = await window.BarcodeDetector.getSupportedFormats().catch(() => []);
      if (formats.includes("qr_code")) {
        native = new window.BarcodeDetector({ formats: ["qr_code"] });
        return;
      }
    }
    await load();
  };

  const canvas = document.createElement("canvas");
  const look = async (picture, width, height) => {
    if (native) return (await native.detect(picture))[0]?.rawValue ?? "";
    const share = Math.min(1, WIDEST / Math.max(width, height));
    canvas.width = Math.round(width * share);
    canvas.height = Math.round(height * share);
    const context = canvas.getContext("2d", { willReadFrequently: true });
    context.drawImage(picture, 0, 0, canvas.width, canvas.height);
    const { data } = context.getImageData(0, 0, canvas.width, canvas.height);
    return window.jsQR(data, canvas.width, canvas.height)?.data ?? "";
  };

  return {
    /* Fetch the reader while the line is there. */
    async prepare() {
      if (!("BarcodeDetector" in window)) await fetch(decoderAddress);
    },
    /* The text of the code in a picture that was taken; empty if there is none. */
    async read(file) {
      await ready();
      const picture = await createImageBitmap(file);
      return look(picture, picture.width, picture.height);
    },
    /* Show the camera in `video` and call `found(text)` for each code that is held before it. */
    async start(video, found) {
      await ready();
      stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
      video.srcObject = stream;
      await video.play();
      const again = async () => {
        if (!stream) return;
        if (video.videoWidth) {
          const text = await look(video, video.videoWidth, video.videoHeight).catch(() => "");
          if (text) found(text);
        }
        timer = setTimeout(again, EVERY);
      };
      again();
    },
    stop() {
      clearTimeout(timer);
      for (const track of stream?.getTracks() ?? []) track.stop();
      stream = undefined;
    },
  };
};
