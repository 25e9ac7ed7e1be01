(root=>{root.classList.add("js");try{let shade=localStorage.getItem("parley-theme");if(shade)root.dataset.theme=shade}catch{}})(document.documentElement)
