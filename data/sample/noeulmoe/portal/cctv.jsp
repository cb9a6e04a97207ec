<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN" "http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd">
<html xmlns="http://www.w3.org/1999/xhtml" lang="ko"><head><meta http-equiv="Content-Type" content="text/html; charset=utf-8" /><title>고정형 영상정보처리기기 운영·관리 방침 - 노을뫼군</title></head>
<body><div class="top"><a href="/portal/index.jsp">강원특별자치도 노을뫼군</a> <a href="/portal/minwon.jsp">민원안내</a> <a href="/portal/saeol.jsp">새소식</a></div>
<div class="cont">
<h2>고정형 영상정보처리기기 운영·관리 방침</h2>
<p>노을뫼군이 설치·운영하는 고정형 영상정보처리기기에 관한 방침입니다.</p>
<h3>1. 설치 근거 및 목적</h3><p>「개인정보 보호법」 제25조에 따라 범죄예방, 시설안전 및 관리, 재난예방을 위하여 설치·운영합니다.</p>
<h3>2. 설치 대수, 설치 위치, 관리책임자, 촬영시간 및 보관기간</h3><p>붙임 문서를 참조하시기 바랍니다.</p>
<p>첨부: <a href="/download?no=3381">노을뫼군 CCTV 설치·운영 현황.hwp</a> <a href="/download?no=3382">노을뫼군 CCTV 설치·운영 현황.pdf</a></p>
<h3>3. 위탁에 관한 사항</h3><table><tr><th>수탁자</th><th>위탁 업무</th><th>위탁 기간</th><th>연락처</th></tr><tr><td>㈜해담솔시스템</td><td>통합관제센터 유지보수</td><td>2026. 1. 1. ~ 2026. 12. 31.</td><td>033-655-7801</td></tr></table>
<h3>4. 확인 방법 및 장소</h3><p>재난안전과 관제팀에 전화한 뒤 통합관제센터에서 확인하실 수 있습니다.</p>
<h3>5. 열람 등 요구에 대한 조치</h3><p>청구서를 접수한 날부터 10일 안에 서면으로 알려 드립니다.</p>
<h3>6. 안전성 확보조치</h3><p>암호화, 잠금장치, 출입 통제</p>
<h3>7. 방침의 변경</h3><p>공고일자: 2026. 4. 1. / 시행일자: 2026. 4. 8.</p>
</div>
<div class="btm"><a href="/portal/privacy.jsp">개인정보처리방침</a> | <a href="/portal/cctv.jsp">영상정보처리기기 운영·관리 방침</a><address>강원특별자치도 노을뫼군 노을읍 해맞이로 3 (033-641-2000)</address></div>
</body></html>
