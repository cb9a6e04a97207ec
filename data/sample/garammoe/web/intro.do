<!DOCTYPE html>
<html lang="ko"><head><meta charset="UTF-8"><title>대학소개 - 국립가람뫼대학교</title></head>
<body><header><a href="/">국립가람뫼대학교</a> <a href="/web/intro.do">대학소개</a> <a href="/web/admission.do">입학</a></header>
<main><h1>대학소개</h1>
<p>7개 단과대학, 재학생 6,230명</p>
</main><footer>63240 제주특별자치도 가람뫼시 배움터로 1 · 064-788-2000 · <a href="/web/policy/privacy.do">개인정보처리방침</a></footer></body></html>
