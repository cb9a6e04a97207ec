<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN" "http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd">
<html xmlns="http://www.w3.org/1999/xhtml">
<head><meta http-equiv="Content-Type" content="text/html; charset=utf-8" /><title>노루목청소년수련원 - 영상정보처리기기 운영·관리방침</title></head>
<body>
<table width="920" cellpadding="0" cellspacing="0" align="center"><tr><td><a href="/index.php"><img src="/img/main_logo.jpg" border="0" alt="노루목청소년수련원" /></a></td><td><a href="/sub/01_intro.php">수련원 소개</a>&nbsp;&nbsp;<a href="/sub/03_program.php">프로그램</a>&nbsp;&nbsp;<a href="/sub/05_reserve.php">예약</a></td></tr>
<tr><td colspan="2" class="content">
<h2>영상정보처리기기 운영·관리방침</h2>
<p>전라북도 노루목청소년수련원(이하 &quot;본 수련원&quot;이라 함)은 영상정보처리기기 운영·관리방침을 통해 본 수련원이 처리하는 영상정보가 어떻게 이용·관리되는지 알려드립니다.</p>
<p><b>1. 영상정보처리기기의 설치 근거 및 설치 목적</b><br />개인정보보호법 제25조 제1항에 따라 시설안전 및 화재예방, 범죄예방, 청소년 안전사고 예방을 위하여 설치합니다.</p>
<p><b>2. 설치 대수, 설치 위치 및 촬영범위</b></p>
<table border="1" cellpadding="4"><tr><td>설치 대수</td><td>설치 위치 및 촬영범위</td></tr><tr><td>22대</td><td>생활관 복도, 식당, 대강당, 야영장 진입로, 주차장 / 설치 위치에서 반경 30m</td></tr></table>
<p><b>3. 관리책임자 및 접근권한자</b></p>
<table border="1" cellpadding="4"><tr><td>구분</td><td>성명</td><td>직위</td><td>연락처</td></tr><tr><td>관리책임자</td><td>-</td><td>수련원장</td><td>063-322-7101</td></tr><tr><td>접근권한자</td><td>-</td><td>관리담당</td><td>063-322-7108</td></tr></table>
<p><b>4. 촬영시간, 보관기간, 보관장소 및 처리방법</b></p>
<table border="1" cellpadding="4"><tr><td>촬영시간</td><td>보관기간</td><td>보관장소</td></tr><tr><td>24시간</td><td>촬영일로부터 15일</td><td>관리사무실</td></tr></table>
<p>처리방법: 보관기간 만료 시 복원이 불가능한 방법으로 삭제합니다.</p>
<p><b>5. 개인영상정보의 확인 방법 및 장소</b><br />관리담당에게 미리 연락하고 관리사무실을 방문하시면 확인하실 수 있습니다.</p>
<p><b>6. 정보주체의 열람 등 요구에 대한 조치</b><br />안전행정부 고시 「표준 개인정보 보호지침」 제48조에 따라 지체 없이 조치합니다.</p>
<p><b>7. 영상정보의 안전성 확보조치</b><br />비밀번호 설정, 관리사무실 잠금장치</p>
<p><b>8. 방침 변경에 관한 사항</b><br />이 방침은 2014년 10월 27일에 제정되었으며 시행하기 최소 7일 전에 누리집에 알립니다.<br />- 공고일자 : 2014년 10월 27일 / 시행일자 : 2014년 11월 3일</p>
</td></tr>
<tr><td colspan="2" bgcolor="#dfe8d0"><a href="/sub/06_privacy.php">개인정보처리방침</a> | <a href="/sub/06_cctv.php">영상정보처리기기 운영·관리방침</a><br />전북특별자치도 노루목군 노루면 수련길 200 Tel. 063-322-7100</td></tr></table>
</body></html>
