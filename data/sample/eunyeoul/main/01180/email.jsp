<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN" "http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd">
<html xmlns="http://www.w3.org/1999/xhtml" lang="ko" xml:lang="ko">
<head>
<meta http-equiv="Content-Type" content="text/html; charset=utf-8" />
<title>이메일주소 무단수집 거부 | 인천광역시 은여울구</title>
<link rel="stylesheet" href="/css/layout.css" type="text/css" />
</head>
<body>
<div id="accessibility"><a href="#txt">본문으로 건너뛰기</a></div>
<div id="head"><h1><a href="/main/"><img src="/img/logo.gif" alt="인천광역시 은여울구" /></a></h1>
<ul id="topmenu"><li><a href="/main/01110/civil.jsp">전자민원</a></li><li><a href="/main/01120/news.jsp">은여울 소식</a></li><li><a href="/main/01130/intro.jsp">구청 안내</a></li><li><a href="/main/01190/sitemap.jsp">사이트맵</a></li></ul></div>
<div id="txt">
<h2>이메일주소 무단수집 거부</h2><p>게시된 이메일 주소를 자동으로 모으는 것을 거부합니다.</p>
</div>
<div id="foot">
<ul><li><a href="/main/01180/privacy.jsp"><img src="/img/f_privacy.gif" alt="개인정보처리방침" /></a></li>
<li><a href="/main/01180/policy_cctv.jsp"><img src="/img/f_cctv.gif" alt="고정형 영상정보처리기기 운영·관리 방침" /></a></li>
<li><a href="/main/01180/email.jsp"><img src="/img/f_email.gif" alt="이메일주소 무단수집 거부" /></a></li></ul>
<address>21594 인천광역시 은여울구 은여울대로 88 / 대표전화 032-459-6000 / 야간당직 032-459-6222</address>
</div>
</body>
</html>
