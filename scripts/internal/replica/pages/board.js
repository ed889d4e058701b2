// The board of the open space is loaded anew every 45 s, or as often as ?every=ms says.
setTimeout(() => location.reload(), Number(new URLSearchParams(location.search).get("every") ?? 45000));
