"""The words for headings and columns in other languages than English → the English ones that readers look for.

French, Spanish, Portuguese, Italian, German, Russian, Chinese, Japanese and Korean. A page in another language is read
as far as its platform writes the titles in English.
"""

from __future__ import annotations

import re
from functools import lru_cache

_FOREIGN = re.compile(r"[^\x00-\x7f]|[a-z]{4}", re.IGNORECASE)
_PHRASES: tuple[tuple[str, str], ...] = (
    # Longer ones come first: phrases before the words that they are made of.
    (r"path[ -]?(?:参数|パラメータ)|路径参数|パスパラメータ|パラメータ（パス）|경로 ?(?:매개변수|파라미터)", "path parameters"),
    (r"query[ -]?(?:参数|パラメータ)|查询参数|クエリ(?:パラメータ)?|쿼리 ?(?:매개변수|파라미터)", "query parameters"),
    (r"(?:header[ -]?参数|请求头部?(?:参数)?|リクエストヘッダー?|ヘッダー?|요청 헤더|헤더)", "headers"),
    (r"(?:body[ -]?参数|请求(?:体|正文)(?:参数)?|リクエストボディ|ボディ|요청 본문)", "request body"),
    (r"请求示例|リクエスト例|リクエストサンプル|요청 예시", "example request"),
    (r"(?:返回|响应|应答)示例|レスポンス例|レスポンスサンプル|응답 예시", "example response"),
    (r"请求参数|入参|输入参数|リクエストパラメータ|요청 ?(?:매개변수|파라미터)", "request parameters"),
    (r"(?:返回|响应|应答|输出)(?:参数|值|结果|字段|数据|体|信息)?|出参|レスポンス(?:パラメータ|フィールド)?|응답", "response"),
    (r"^(?:请求|リクエスト|요청)$", "request"),
    (r"失败|失敗|실패", "failure"),
    (r"成功|성공", "success"),
    (r"错误码|错误代码|エラーコード", "error codes"),
    (r"状态码|ステータスコード|상태 코드", "status codes"),
    (r"鉴权|认证|授权|認証|인증", "authentication"),
    (r"(?:参数|字段|属性|变量)(?:名称?|名)?|名称|パラメータ名?|フィールド|項目|파라미터|매개변수|필드|이름", "parameter"),
    (r"(?:参数|数据|字段)?类型|データ型|タイプ|(?<!\w)型(?!\w)|타입|유형", "type"),
    (r"(?:是否)?(?:必填|必选|必须|必传|必需)|必須|필수(?: 여부)?", "required"),
    (r"(?:参数)?(?:说明|描述|含义|备注|解释)|説明|설명", "description"),
    (r"默认值?|デフォルト(?:値)?|기본값", "default"),
    (r"示例值?|例子|サンプル|예시", "example"),
    (r"可选值|取值范围|枚举值?|取りうる値|가능한 값", "possible values"),
    (r"\bpar[aáâ]m[èeé]tr\w+ (?:de la |da |della |de l[’']|de |du |d[’']|di |do )(?:url|uri|chemin|ruta|rota|caminho|path|percorso)\b", "path parameters"),
    (r"\bpar[aáâ]m[èeé]tr\w+ (?:de la|de|di|do|da) (?:query(?: string)?|consulta|recherche|requête|ricerca)\b", "query parameters"),
    (r"\bparamètres (?:du )?corps\b|\b(?:corps|cuerpo|corpo)(?: (?:de la|da|della|de) (?:requête|solicitud|petición|requisição|richiesta))?\b", "request body"),
    (r"\bpfad-?parameter\b", "path parameters"),
    (r"\b(?:abfrage|query)-?parameter\b", "query parameters"),
    (r"\banfrage-?(?:body|körper|rumpf|inhalt|daten)\b|\bтел[оа] запроса\b", "request body"),
    (r"\bпараметры пути\b|\bpath[ -]параметры\b", "path parameters"),
    (r"\bquery[ -]параметры\b|\bпараметры строки запроса\b", "query parameters"),
    (r"\bпараметры запроса\b", "request parameters"),
    (r"\bпример(?:ы)? ответа\b|\b(?:exemple|ejemplo|exemplo|esempio) (?:de|di) (?:réponse|respuesta|resposta|risposta)\b|\bbeispiel-?antwort\b", "example response"),
    (r"\bпример(?:ы)? запроса\b|\b(?:exemple|ejemplo|exemplo|esempio) (?:de|di) (?:requête|solicitud|petición|requisição|richiesta)\b|\bbeispiel-?anfrage\b", "example request"),
    (r"\b(?:en-?têtes?|encabezados?|cabeceras?|cabeçalhos?|intestazion[ei]|kopfzeilen?|заголов(?:ок|ки))\b", "headers"),
    (r"\b(?:codes? (?:de )?(?:statut|retour)|códigos? de (?:estado|status)|codici di stato|statuscodes?|коды? (?:состояния|ответов?))\b", "status codes"),
    (r"\b(?:réponses?|respuestas?|respostas?|rispost[ae]|antwort(?:en)?|retorno|ответы?)\b", "response"),
    (r"\b(?:requête|solicitud|petición|requisição|richiesta|anfrage|запрос)\b", "request"),
    (r"\b(?:erreurs?|errores|erros?|errori|fehler|ошибк[аи])\b", "errors"),
    (r"\b(?:authentification|autorisation|autenticaci[óo]n|autorizaci[óo]n|autenticação|autorização|autenticazione|authentifizierung|autorisierung|авторизация|аутентификация)\b", "authentication"),
    (r"\b(?:paramètres?|parámetros?|parâmetros?|parametr[io]|параметры?)\b", "parameters"),
    (r"\b(?:champs?|campos?|feld(?:er)?|пол[ея]|propriété|propiedad|propriedade)\b", "field"),
    (r"\b(?:obligatoire|requise?|requerid[oa]|obligatori[oa]|obrigatóri[oa]|obbligatori[oa]|erforderlich|pflicht(?:feld)?|обязательн(?:ый|ое|о|ая))\b", "required"),
    (r"\b(?:facultatif|optionnel|opcional|facoltativo|opzionale|необязательн(?:ый|ое|о))\b", "optional"),
    (r"\b(?:description|descripción|descrição|descrizione|beschreibung|описание|keterangan|deskripsi|mô tả|açıklama|tanım|opis|omschrijving|beschrijving)\b", "description"),
    (r"\b(?:valeur |valor )?(?:par défaut|por defecto|predeterminado|padrão|predefinito)\b|\bstandard(?:wert)?\b|\b(?:значение )?по умолчанию\b", "default"),
    (r"\b(?:valeurs possibles|valores poss?[íi](?:bles|veis)|valori possibili|mögliche werte|возможные значения)\b", "possible values"),
    (r"\b(?:exemples?|ejemplos?|exemplos?|esemp[io]|beispiele?|примеры?)\b", "example"),
    (r"^(?:nom|nombre|nome|имя|название|isim|i̇sim|ad)$", "name"),
    (r"^(?:tipo|typ|тип)$", "type"),
)  # fmt: skip
_PATTERNS = tuple((re.compile(pattern, re.IGNORECASE), english) for pattern, english in _PHRASES)
_YES = frozenset(
    [
        *("ya", "wajib", "có", "evet", "zorunlu", "tak", "wymagane", "verplicht"),
        "oui",
        "sí",
        "si",
        "sim",
        "sì",
        "ja",
        "да",
        "是",
        "必填",
        "必须",
        "必传",
        "必须传",
        "はい",
        "必須",
        "예",
        "필수",
        "○",
        "obligatoire",
        "requis",
        "requise",
        "requerido",
        "obligatorio",
        "obrigatório",
        "obbligatorio",
        "erforderlich",
        "pflicht",
        "обязательный",
        "обязательно",
    ]
)
_NO = frozenset(
    [
        *("tidak", "opsional", "không", "hayır", "nie", "nee", "optioneel"),
        "non",
        "não",
        "nein",
        "нет",
        "否",
        "选填",
        "可选",
        "非必填",
        "いいえ",
        "任意",
        "아니오",
        "선택",
        "×",
        "facultatif",
        "optionnel",
        "opcional",
        "facoltativo",
        "opzionale",
        "необязательный",
        "необязательно",
    ]
)
_TYPES = {
    **dict.fromkeys(("字符串", "文字列", "文本", "문자열", "chaîne", "texte", "cadena", "texto", "zeichenkette", "строка"), "string"),
    **dict.fromkeys(("整数", "整型", "整数型", "정수", "entier", "entero", "inteiro", "ganzzahl", "целое", "целое число"), "integer"),
    **dict.fromkeys(("数字", "数値", "浮点数", "浮点型", "숫자", "nombre", "número", "numérico", "zahl", "число"), "number"),
    **dict.fromkeys(("布尔", "布尔值", "布尔型", "真偽値", "불리언", "booléen", "booleano", "булево"), "boolean"),
    **dict.fromkeys(("数组", "配列", "배열", "tableau", "arreglo", "lista", "массив"), "array"),
    **dict.fromkeys(("对象", "オブジェクト", "객체", "objet", "objeto", "objekt", "объект"), "object"),
}  # fmt: skip
_LONGEST = 100


@lru_cache(maxsize=2048)
def english(title: str) -> str:
    """Return a heading or the name of a column with the words that readers look for in English."""
    if len(title) > _LONGEST or not _FOREIGN.search(title):
        return title
    for pattern, word in _PATTERNS:
        title = pattern.sub(f" {word} ", title)
    return " ".join(title.split())


def truth(text: str) -> bool | None:
    """Return what the word of a column "required" says in another language than English; None if it is none of them."""
    word = text.strip(" .*（）()").casefold()
    return True if word in _YES else False if word in _NO else None


def type_word(words: str) -> str:
    """Return the English word for a type; the words themselves if they are none of another language."""
    return _TYPES.get(words.strip().casefold(), words)
