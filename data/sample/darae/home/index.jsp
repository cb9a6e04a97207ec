<!DOCTYPE HTML PUBLIC "-//W3C//DTD HTML 4.01 Transitional//EN">
<html>
<head>
<title>::: 다래군청 ::: 산나물의 고장</title>
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
<tr><td width="170" valign="top" bgcolor="#F4F7EA"><br><b>홈</b><br><br>ㆍ<a href="/home/sub01/intro.jsp">군 소개</a><br>ㆍ<a href="/home/sub02/notice.jsp">공지사항</a><br>ㆍ<a href="/home/sub03/farm.jsp">농특산물</a><br></td>
<td width="730" valign="top">
<font size="3"><b>군정 소식</b></font><br>ㆍ<a href="/home/sub02/notice.jsp">산나물 축제 참가업체 모집(30개 부스)</a> 2026/04/02<br>ㆍ<a href="/home/sub02/notice.jsp">농특산물 직판 샾 새 단장</a> 2026/03/17<br>ㆍ<a href="/home/sub02/notice.jsp">산불감시 CCTV 3대 교체 공사</a> 2026/02/25<br>
</td></tr>
<tr><td colspan="2" bgcolor="#E8E8E8" align="center"><a href="/home/sub07/privacy.jsp">개인정보취급방침</a> | <a href="/home/sub07/cctv.jsp">영상정보처리기기운영방침</a> | <a href="/home/sub07/email.jsp">이메일주소무단수집거부</a><br>강원특별자치도 다래군 다래읍 산나물길 15 ☎ 033-431-2114</td></tr>
</table>
</body>
</html>
