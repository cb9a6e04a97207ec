<!DOCTYPE HTML PUBLIC "-//W3C//DTD HTML 4.01 Transitional//EN">
<html>
<head>
<title>::: 다래군청 ::: 영상정보처리기기운영방침</title>
<meta http-equiv="Content-Type" content="text/html; charset=euc-kr">
<link rel="stylesheet" href="/home/css/style.css" type="text/css">
<script language="JavaScript">
function MM_openBrWindow(theURL,winName,features) { window.open(theURL,winName,features); }
</script>
</head>
<body bgcolor="#FFFFFF" leftmargin="0" topmargin="0">
<table width="900" border="0" cellspacing="0" cellpadding="0" align="center">
<tr><td height="80"><a href="/home/index.jsp"><img src="/home/img/top_logo.gif" border="0" alt="다래군"></a></td>
<td align="right"><a href="/home/sub01/intro.jsp">군 소개</a> | <a href="/home/sub02/notice.jsp">공지사항</a> | <a href="/home/sub03/farm.jsp">농특산물</a></td></tr>
<tr><td width="170" valign="top" bgcolor="#F4F7EA"><br><b>이용안내</b><br><br>ㆍ<a href="/home/sub01/intro.jsp">군 소개</a><br>ㆍ<a href="/home/sub02/notice.jsp">공지사항</a><br>ㆍ<a href="/home/sub03/farm.jsp">농특산물</a><br></td>
<td width="730" valign="top">
<p align="center"><font size="4"><b>영상정보처리기기 운영·관리 방침</b></font></p>
<p>강원도 다래군(이하 "본 기관"이라 함)은 영상정보처리기기 운영·관리 방침을 통하여 본 기관이 다루는 영상정보가 어디에 쓰이고 어떻게 관리되는지 알려드립니다.</p>
<p><b>1. 설치 근거 및 설치 목적</b><br>본 기관은 「개인정보 보호법」 제25조 제1항에 따라 다음 목적으로 영상정보처리기기를 설치·운영합니다.<br>- 범죄예방 및 수사<br>- 시설안전 및 화재예방<br>- 주정차 위반 등 교통단속<br>- 산불감시, 쓰레기 무단투기 단속</p>
<p><b>2. 설치 대수, 설치 위치 및 촬영범위</b></p>
<table width="700" border="1" cellspacing="0" cellpadding="3">
<tr bgcolor="#EEEEEE"><td align="center">구 분</td><td align="center">설치대수</td><td align="center">설치위치</td><td align="center">촬영범위</td></tr>
<tr><td>방범용</td><td align="center">118대</td><td>읍면 소재지, 마을 입구</td><td>50m</td></tr>
<tr><td>주정차단속용</td><td align="center">14대</td><td>다래시장길, 터미널 앞</td><td>100m</td></tr>
<tr><td>산불감시용</td><td align="center">9대</td><td>매봉, 솔치 정상</td><td>5km</td></tr>
<tr><td>시설관리용</td><td align="center">31대</td><td>군청사, 읍면사무소</td><td>건물 안팎</td></tr>
<tr><td>쓰레기투기단속용</td><td align="center">24대</td><td>상습 투기지</td><td>20m</td></tr>
<tr bgcolor="#F7F7F7"><td align="center">계</td><td align="center">196대</td><td colspan="2">&nbsp;</td></tr>
</table>
<p><b>3. 관리책임자 및 접근권한자</b></p>
<table width="700" border="1" cellspacing="0" cellpadding="3">
<tr bgcolor="#EEEEEE"><td align="center">구 분</td><td align="center">직 위</td><td align="center">소 속</td><td align="center">연락처</td></tr>
<tr><td>관리책임자</td><td>안전건설과장</td><td>안전건설과</td><td>033-431-2280</td></tr>
<tr><td>접근권한자</td><td>재난상황담당</td><td>안전건설과</td><td>033-431-2284</td></tr>
</table>
<p><b>4. 영상정보의 촬영시간, 보관기간, 보관장소 및 처리방법</b></p>
<table width="700" border="1" cellspacing="0" cellpadding="3"><tr bgcolor="#EEEEEE"><td>촬영시간</td><td>보관기간</td><td>보관장소</td></tr><tr><td>24시간</td><td>촬영일로부터 30일</td><td>군청 재난안전상황실</td></tr></table>
<p>처리방법: 보관기간 만료 시 복원이 불가능한 방법으로 영구 삭제(출력물은 파쇄)합니다.</p>
<p><b>5. 위탁에 관한 사항</b></p>
<table width="700" border="1" cellspacing="0" cellpadding="3"><tr bgcolor="#EEEEEE"><td>수탁업체</td><td>위탁업무</td><td>위탁기간</td><td>연락처</td></tr><tr><td>㈜두메전산시스템</td><td>CCTV 유지보수</td><td>2019.1.1 ~ 2019.12.31</td><td>033-252-7719</td></tr></table>
<p><b>6. 개인영상정보의 확인 방법 및 장소</b><br>- 확인 방법: 관리책임자에게 미리 연락하고 방문하시면 확인할 수 있습니다.<br>- 확인 장소: 안전건설과</p>
<p><b>7. 정보주체의 열람 등 요구에 대한 조치</b><br>열람 또는 존재확인·삭제를 요구하시면 지체 없이 필요한 조치를 하겠습니다.</p>
<p><b>8. 안전성 확보조치</b><br>암호화, 접근권한 차등 부여, 잠금장치 설치</p>
<p><b>9. 방침의 변경</b><br>이 방침은 2019년 4월 1일부터 시행합니다. (2012년 6월 18일 제정, 2019년 3월 25일 개정)</p>
<p align="right"><font size="1">담당 : 홍보전산담당 033-431-2232 / 수정일 2021.02.08 / 조회 1187</font></p>
</td></tr>
<tr><td colspan="2" bgcolor="#E8E8E8" align="center"><a href="/home/sub07/privacy.jsp">개인정보취급방침</a> | <a href="/home/sub07/cctv.jsp">영상정보처리기기운영방침</a> | <a href="/home/sub07/email.jsp">이메일주소무단수집거부</a><br>강원특별자치도 다래군 다래읍 산나물길 15 ☎ 033-431-2114</td></tr>
</table>
</body>
</html>
