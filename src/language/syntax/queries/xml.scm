(STag (Name) @tag)
(ETag (Name) @tag)
(EmptyElemTag (Name) @tag)
(Attribute (Name) @attribute)
(AttValue) @string
(Comment) @comment
(CDSect) @string
(PI) @preprocessor
(XMLDecl) @preprocessor
(doctypedecl) @keyword
[(EntityRef) (CharRef)] @string.escape
["<" ">" "</" "/>"] @tag.delimiter
"=" @operator
