<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN" "http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd">
<html xmlns="http://www.w3.org/1999/xhtml" lang="ko"><head><meta http-equiv="Content-Type" content="text/html; charset=utf-8" /><title>새소식 - 노을뫼군</title></head>
<body><div class="top"><a href="/portal/index.jsp">강원특별자치도 노을뫼군</a> <a href="/portal/minwon.jsp">민원안내</a> <a href="/portal/saeol.jsp">새소식</a></div>
<div class="cont">
<h2>새소식</h2><p>CCTV 관제요원 6명 모집</p>
</div>
<div class="btm"><a href="/portal/privacy.jsp">개인정보처리방침</a> | <a href="/portal/cctv.jsp">영상정보처리기기 운영·관리 방침</a><address>강원특별자치도 노을뫼군 노을읍 해맞이로 3 (033-641-2000)</address></div>
</body></html>
