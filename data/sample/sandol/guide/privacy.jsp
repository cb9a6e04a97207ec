<!DOCTYPE html>
<html lang="ko"><head><meta charset="utf-8"><title>개인정보처리방침</title></head><body><h1>개인정보처리방침</h1><p>보호책임자: 행정과장 055-860-2100</p></body></html>
