<#-- Looked up by name: comparing texts asks the language's rules of order each time. -->
<#macro heading b>

${b.text}
${""?left_pad(b.text?length, "-")}
</#macro>
<#macro item b>

* ${b.text}
</#macro>
<#macro fact b>
${b.label}: ${b.text}
</#macro>
<#macro link b>

${b.label}:
${b.text}
</#macro>
<#macro text b>

${b.text}
</#macro>
<#macro note b>

${b.text}
</#macro>
<#list blocks as b>
<@.main[b.style] b />
</#list>
