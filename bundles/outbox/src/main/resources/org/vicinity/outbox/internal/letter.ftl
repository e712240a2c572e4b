<#list letter.blocks() as b>
<#switch b.style()>
<#case "heading">

${b.text()}
${""?left_pad(b.text()?length, "-")}
<#break>
<#case "item">

* ${b.text()}
<#break>
<#case "fact">
${b.label()}: ${b.text()}
<#break>
<#case "link">

${b.label()}:
${b.text()}
<#break>
<#default>

${b.text()}
</#switch>
</#list>
