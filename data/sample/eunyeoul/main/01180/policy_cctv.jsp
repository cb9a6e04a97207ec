<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN" "http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd">
<html xmlns="http://www.w3.org/1999/xhtml" lang="ko" xml:lang="ko">
<head>
<meta http-equiv="Content-Type" content="text/html; charset=utf-8" />
<title>고정형 영상정보처리기기 운영·관리 방침 | 인천광역시 은여울구</title>
<link rel="stylesheet" href="/css/layout.css" type="text/css" />
</head>
<body>
<div id="accessibility"><a href="#txt">본문으로 건너뛰기</a></div>
<div id="head"><h1><a href="/main/"><img src="/img/logo.gif" alt="인천광역시 은여울구" /></a></h1>
<ul id="topmenu"><li><a href="/main/01110/civil.jsp">전자민원</a></li><li><a href="/main/01120/news.jsp">은여울 소식</a></li><li><a href="/main/01130/intro.jsp">구청 안내</a></li><li><a href="/main/01190/sitemap.jsp">사이트맵</a></li></ul></div>
<div id="txt">
<h2>【 고정형 영상정보처리기기 운영·관리 방침 】</h2>
<p>인천광역시 은여울구 스마트안전과(이하 “우리 구”라 함)는 이 방침으로 우리 구가 처리하는 영상정보의 용도와 이용·관리 방식을 알려 드립니다.</p>
<h3>1. 고정형 영상정보처리기기의 설치 근거 및 설치 목적</h3>
<p>우리 구는 「개인정보 보호법」 제25조와 「인천광역시 은여울구 영상정보처리기기 통합관제센터 설치 및 운영 조례」에 따라 다음 목적으로 기기를 설치하고 운영합니다.</p>
<ul><li>범죄의 예방 및 수사</li><li>시설의 안전 및 관리, 화재 예방</li><li>어린이 보호구역 안전</li></ul>
<h3>2. 설치 대수, 설치 위치 및 촬영 범위</h3>
<table border="1" summary="설치 대수, 설치 위치, 촬영 범위"><thead><tr><th>설치 대수</th><th>설치 위치</th><th>촬영 범위</th></tr></thead><tbody>
<tr><td>1,312개소(2,946대)</td><td>은여울구 관내 도로변, 골목, 공원</td><td>100m 이내</td></tr></tbody></table>
<h3>3. 관리책임자, 담당 부서 및 접근권한자</h3>
<table border="1" summary="관리책임자와 접근권한자"><thead><tr><th>구분</th><th>직위</th><th>소속</th><th>전화번호</th><th>비고</th></tr></thead><tbody>
<tr><td>관리책임자</td><td>스마트안전과장</td><td>스마트안전과</td><td>032-459-6710</td><td>&nbsp;</td></tr>
<tr><td>접근권한자</td><td>관제운영팀장</td><td>스마트안전과</td><td>032-459-6721</td><td>&nbsp;</td></tr>
<tr><td>&nbsp;</td><td>주무관</td><td>스마트안전과</td><td>032-459-6722</td><td>&nbsp;</td></tr>
<tr><td>&nbsp;</td><td>주무관</td><td>스마트안전과</td><td>032-459-6723</td><td>&nbsp;</td></tr></tbody></table>
<h3>4. 영상정보의 촬영시간, 보관기간, 보관장소 및 처리방법</h3>
<table border="1" summary="촬영시간, 보관기간, 보관장소"><thead><tr><th>촬영시간</th><th>보관기간</th><th>보관장소</th></tr></thead><tbody><tr><td>24시간</td><td>촬영일로부터 30일</td><td>은여울구 통합관제센터</td></tr></tbody></table>
<p>- 처리방법: 보관기간이 지난 영상은 되살릴 수 없게 삭제하고 출력물은 파쇄합니다.</p>
<h3>5. 설치 및 관리 등의 위탁에 관한 사항</h3>
<table border="1" summary="위탁"><thead><tr><th>수탁업체</th><th>위탁업무명</th><th>연락처</th></tr></thead><tbody><tr><td>(주)온빛영상테크</td><td>통합관제센터 장비 유지보수</td><td>032-721-4405</td></tr></tbody></table>
<h3>6. 개인영상정보의 확인 방법 및 장소</h3>
<p>- 확인 방법: 개인영상정보 열람·존재확인 청구서를 내고 안내에 따라 확인합니다.<br />- 확인 장소: 스마트안전과 관제운영팀</p>
<h3>7. 정보주체의 영상정보 열람 등 요구에 대한 조치</h3>
<p>본인이 촬영된 영상에 한하여 열람할 수 있으며, 우리 구는 10일 이내에 조치합니다.</p>
<h3>8. 영상정보 보호를 위한 기술적·관리적 및 물리적 조치</h3>
<p>- 기술적 조치: 행정망과 분리된 전용망, 영상 암호화<br />- 관리적 조치: 권한자 지정, 연 1회 교육<br />- 물리적 조치: 제한구역 지정, 출입통제</p>
<h3>9. 운영·관리 방침 변경에 관한 사항</h3>
<p>이 방침은 2026년 6월 30일을 기준으로 작성하였으며, 바뀌는 내용은 우리 구 누리집에 알립니다.</p>
<p class="src">자료관리: 스마트안전과 032-459-6725 / 최근 업데이트 2026-07-08</p>
</div>
<div id="foot">
<ul><li><a href="/main/01180/privacy.jsp"><img src="/img/f_privacy.gif" alt="개인정보처리방침" /></a></li>
<li><a href="/main/01180/policy_cctv.jsp"><img src="/img/f_cctv.gif" alt="고정형 영상정보처리기기 운영·관리 방침" /></a></li>
<li><a href="/main/01180/email.jsp"><img src="/img/f_email.gif" alt="이메일주소 무단수집 거부" /></a></li></ul>
<address>21594 인천광역시 은여울구 은여울대로 88 / 대표전화 032-459-6000 / 야간당직 032-459-6222</address>
</div>
</body>
</html>
