<!DOCTYPE html>
<html lang="ko"><head><meta charset="UTF-8"><title>고정형 영상정보처리기기 운영·관리 방침 - 국립가람뫼대학교</title></head>
<body><header><a href="/">국립가람뫼대학교</a> <a href="/web/intro.do">대학소개</a> <a href="/web/admission.do">입학</a></header>
<main><h1>고정형 영상정보처리기기 운영·관리 방침</h1>
<p>국립가람뫼대학교(이하 ‘본교’)의 고정형 영상정보처리기기 운영·관리 방침을 다음과 같이 알립니다.</p>
<h2>1. 설치 근거 및 설치 목적</h2><p>「개인정보 보호법」 제25조제1항, 범죄의 예방, 시설의 안전 및 관리, 화재 예방</p>
<h2>2. 설치 대수, 설치 위치 및 촬영 범위 등</h2>
<table><thead><tr><th>부서</th><th>설치 대수</th><th>설치 위치</th><th>촬영 범위</th><th>촬영시간</th><th>보관기간</th><th>보관장소</th></tr></thead><tbody>
<tr><td>총무과</td><td>88</td><td>대학본부, 정문, 후문</td><td>출입구, 도로</td><td>24시간</td><td>30일</td><td>종합상황실</td></tr>
<tr><td>시설과</td><td>124</td><td>강의동(8개 동) 출입구</td><td>출입구, 복도</td><td>〃</td><td>〃</td><td>〃</td></tr>
<tr><td>생활관</td><td>57</td><td>생활관 가·나동</td><td>현관, 복도, 승강기</td><td>〃</td><td>〃</td><td>생활관 행정실</td></tr>
<tr><td>중앙도서관</td><td>43</td><td>자료실, 열람실</td><td>실내 15m</td><td>〃</td><td>〃</td><td>도서관 서버실</td></tr></tbody></table>
<h2>3. 관리책임자, 담당 부서 및 접근권한자</h2>
<table><thead><tr><th>부서</th><th>관리책임자</th><th>접근권한자</th><th>연락처</th></tr></thead><tbody>
<tr><td>총무과</td><td>총무과장</td><td>방호팀장</td><td>064-788-2120</td></tr>
<tr><td>시설과</td><td>시설과장</td><td>전기담당</td><td>064-788-2140</td></tr>
<tr><td>생활관</td><td>생활관장</td><td>생활관 행정실장</td><td>064-788-2710</td></tr>
<tr><td>중앙도서관</td><td>도서관장</td><td>학술정보팀장</td><td>064-788-2610</td></tr></tbody></table>
<h2>4. 처리방법</h2><p>보관기간이 지난 영상은 복원할 수 없게 삭제합니다.</p>
<h2>5. 위탁에 관한 사항</h2><table><thead><tr><th>수탁자</th><th>위탁 업무</th><th>위탁 기간</th></tr></thead><tbody><tr><td>주식회사 한라든든시스템</td><td>기기 유지보수</td><td>2026-03-01 ~ 2028-02-29</td></tr><tr><td>㈜오름경비</td><td>종합상황실 운영</td><td>2026-01-01 ~ 2027-12-31</td></tr></tbody></table>
<h2>6. 확인 방법 및 장소</h2><p>설치 부서에 신청하고 보관장소에서 확인합니다.</p>
<h2>7. 열람 등 요구에 대한 조치</h2><p>10일 이내에 조치하고 결과를 알립니다.</p>
<h2>8. 기술적·관리적 및 물리적 조치</h2><p>암호화, 권한 구분, 보관장소 잠금</p>
<h2>9. 방침의 변경</h2><p>이 방침은 2026년 3월 2일부터 시행한다.</p>
</main><footer>63240 제주특별자치도 가람뫼시 배움터로 1 · 064-788-2000 · <a href="/web/policy/privacy.do">개인정보처리방침</a></footer></body></html>
