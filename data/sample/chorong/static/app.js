(function () {
  var root = document.getElementById('root');
  var footer = '<footer><a href="/policy/cctv">고정형 영상정보처리기기 운영·관리 방침</a><p>대전광역시 초롱별구 새싹길 3 초롱별초등학교 042-826-4000</p></footer>';
  fetch('/api/page?path=' + encodeURIComponent(location.pathname))
    .then(function (answer) { return answer.json(); })
    .then(function (page) { root.innerHTML = '<h1>' + page.title + '</h1>' + page.body + footer; });
})();
