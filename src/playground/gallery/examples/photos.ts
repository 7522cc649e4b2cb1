// Files go up and come back, from the browser's own cache.
import { request } from "tabserve/request";

const openAlbum = () => caches.open("photos-example");

export default {
  id: "photos",
  type: "functions",
  config: { visibility: "public" },

  // The gallery: a page whose pictures are answers, too.
  index: async () => {
    const photos = await (await openAlbum()).keys();
    const names = photos.map(({ url }) => new URL(url).pathname.slice(1));
    const images = names.map(
      (name) => `<img src="photo?name=${name}" alt="" height="120">`,
    );
    return {
      headers: { "Content-Type": "text/html; charset=utf-8" },
      body: `<!doctype html>
        <title>Photos</title>
        <h1>Photos: ${names.length}</h1>
        ${images.join("\n")}
        <form method="post" action="upload" enctype="multipart/form-data">
          <p><input type="file" name="photo" accept="image/*" multiple>
          <button>Upload</button></p>
        </form>`,
    };
  },

  upload: async (event) => {
    const form = await request(event).formData();
    const album = await openAlbum();
    for (const file of form.getAll("photo") as File[])
      await album.put(`/${encodeURIComponent(file.name)}`, new Response(file));
    return {
      status: 303,
      headers: { Location: event.url.replace("upload", "") },
    };
  },

  photo: async ({ query_string }) => {
    const name = new URLSearchParams(query_string).get("name");
    const photo = await (await openAlbum()).match(
      `/${encodeURIComponent(name)}`,
    );
    return photo ?? { status: 404, body: `There is no photo ${name}` };
  },
};
