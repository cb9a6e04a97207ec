<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN" "http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd">
<html xmlns="http://www.w3.org/1999/xhtml">
<head><meta http-equiv="Content-Type" content="text/html; charset=utf-8" /><title>노루목청소년수련원 - 개인정보처리방침</title></head>
<body>
<table width="920" cellpadding="0" cellspacing="0" align="center"><tr><td><a href="/index.php"><img src="/img/main_logo.jpg" border="0" alt="노루목청소년수련원" /></a></td><td><a href="/sub/01_intro.php">수련원 소개</a>&nbsp;&nbsp;<a href="/sub/03_program.php">프로그램</a>&nbsp;&nbsp;<a href="/sub/05_reserve.php">예약</a></td></tr>
<tr><td colspan="2" class="content">
<p>예약자 정보는 행사 종료 후 1년 뒤 파기합니다.</p>
</td></tr>
<tr><td colspan="2" bgcolor="#dfe8d0"><a href="/sub/06_privacy.php">개인정보처리방침</a> | <a href="/sub/06_cctv.php">영상정보처리기기 운영·관리방침</a><br />전북특별자치도 노루목군 노루면 수련길 200 Tel. 063-322-7100</td></tr></table>
</body></html>
