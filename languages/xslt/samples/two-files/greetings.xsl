<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform">
  <xsl:template match="person">Hello, <xsl:value-of select="."/>!&#10;</xsl:template>
</xsl:stylesheet>
