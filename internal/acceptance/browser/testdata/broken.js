console.error("said by the page");
addEventListener("load", () => { throw new Error("thrown by the page") });
