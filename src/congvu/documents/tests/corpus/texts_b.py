# ruff: noqa: E501 — documents are written as they read
"""Texts: letters of many kinds, ministries, the Party, joint documents, secret and urgent ones, many ways to assign."""

from congvu.documents.tests.corpus.model import doc
from congvu.documents.tests.corpus.texts_a import PROVINCE, SHORT

TEXTS = [
    doc("CV", SHORT + "|SỞ GIÁO DỤC/VÀ ĐÀO TẠO", "2231/SGDĐT-KHTC", "Đồng Nai", "2026-08-06",
        "báo cáo nhu cầu sửa chữa trường học trước năm học mới", """
        Để chuẩn bị cho năm học 2026 - 2027, Sở Giáo dục và Đào tạo đề nghị UBND các xã, phường và Hiệu trưởng các trường THPT thực hiện: ## UBND các xã, phường; Hiệu trưởng các trường THPT | | 2026-08-20
        1. Rà soát phòng học xuống cấp.
        2. Gửi báo cáo về Sở (qua Phòng Kế hoạch - Tài chính) trước ngày 20/8/2026.
        Trân trọng./.""",
        "KT. GIÁM ĐỐC/PHÓ GIÁM ĐỐC|Võ Ngọc Thạch", to="UBND các xã, phường;Các trường THPT", recipients="Như trên;Ban Giám đốc;Lưu: VT, KHTC"),
    doc("CV", "BỘ NỘI VỤ|CỤC CÁN BỘ, CÔNG CHỨC", "418/CBCC-CS", "Hà Nội", "2026-03-03",
        "cung cấp số liệu biên chế năm 2025", """
        Cục Cán bộ, công chức đề nghị Sở Nội vụ các tỉnh, thành phố cung cấp số liệu theo mẫu gửi kèm, gửi về Cục chậm nhất ngày 25 tháng 3 năm 2026. ## Sở Nội vụ các tỉnh, thành phố | | 2026-03-25
        Rất mong nhận được sự phối hợp của quý Sở./.""",
        "CỤC TRƯỞNG|Trần Nam Sơn", to="Sở Nội vụ các tỉnh, thành phố", recipients="Như trên;Thứ trưởng phụ trách (để b/c);Lưu: VT, CS"),
    doc("CV", "VĂN PHÒNG CHÍNH PHỦ", "4410/VPCP-KSTT", "Hà Nội", "2026-05-15",
        "xử lý phản ánh về dịch vụ công trực tuyến", """
        Xét báo cáo của Bộ Công an, Thủ tướng Chính phủ Phạm Văn Trung có ý kiến như sau:
        Giao Bộ Khoa học và Công nghệ chủ trì, phối hợp với Bộ Công an, Bộ Tài chính và UBND các tỉnh khắc phục lỗi kết nối; báo cáo Thủ tướng Chính phủ trong tháng 6 năm 2026. ## Bộ Khoa học và Công nghệ | Bộ Công an; Bộ Tài chính; UBND các tỉnh | 2026-06-30
        Văn phòng Chính phủ thông báo để các Bộ, cơ quan biết, thực hiện./.""",
        "KT. BỘ TRƯỞNG, CHỦ NHIỆM/PHÓ CHỦ NHIỆM|Mai Thị Thu Vân", to="Bộ Khoa học và Công nghệ;Bộ Công an;Bộ Tài chính;UBND các tỉnh, thành phố trực thuộc Trung ương",
        recipients="Như trên;Thủ tướng Chính phủ (để b/c);Lưu: VT, KSTT", urgency="Khẩn"),
    doc("CV", "ỦY BAN NHÂN DÂN/XÃ XUÂN LỘC", "96/UBND-KT", "Xuân Lộc", "2026-02-24",
        "xin ý kiến về giá đất cụ thể", """
        UBND xã Xuân Lộc kính đề nghị Sở Nông nghiệp và Môi trường cho ý kiến về phương án giá đất tại ấp Việt Kiều. ## Sở Nông nghiệp và Môi trường
        Rất mong được quan tâm./.""",
        "TM. ỦY BAN NHÂN DÂN/CHỦ TỊCH|Phạm Hồng Nhật", to="Sở Nông nghiệp và Môi trường", recipients="Như trên;Lưu: VT"),
    doc("CV", SHORT + "|CÔNG AN TỈNH", "3301/CAT-PC06", "Đồng Nai", "2026-10-21",
        "phối hợp quản lý cư trú khu nhà trọ", """
        Công an tỉnh đề nghị UBND các xã, phường chỉ đạo lực lượng an ninh cơ sở rà soát nhà trọ; kết quả gửi về Công an tỉnh trong vòng 15 ngày. ## UBND các xã, phường | | 15 day""",
        "KT. GIÁM ĐỐC/PHÓ GIÁM ĐỐC|Thượng tá Trần Anh Sơn", to="UBND các xã, phường", recipients="Như trên;Đ/c Giám đốc (để b/c);Lưu: VT, PC06"),
    doc("CV", "ỦY BAN NHÂN DÂN/PHƯỜNG TAM HIỆP", "77/UBND", "Tam Hiệp", "2026-12-01",
        "trả lời kiến nghị cử tri tổ 5", """
        UBND phường Tam Hiệp nhận được kiến nghị của cử tri tổ 5 về tiếng ồn từ xưởng cơ khí.
        Qua kiểm tra, UBND phường đã lập biên bản và nhắc nhở chủ cơ sở.
        UBND phường thông báo để cử tri được biết./.""",
        "KT. CHỦ TỊCH/PHÓ CHỦ TỊCH|Doãn Thị Mỹ Hạnh", to="Ban công tác Mặt trận tổ 5", recipients="Như trên;Lưu: VT"),
    doc("CV", "LIÊN ĐOÀN LAO ĐỘNG TỈNH ĐỒNG NAI|CÔNG ĐOÀN/VIÊN CHỨC TỈNH", "59/CĐVC-TG", "Đồng Nai", "2026-04-15",
        "tổ chức Tháng Công nhân năm 2026", """
        Yêu cầu các công đoàn cơ sở xây dựng kế hoạch, gửi về Công đoàn Viên chức tỉnh trước ngày 25/4. ## các công đoàn cơ sở | | 2026-04-25
        Ban Thường vụ các công đoàn cơ sở có trách nhiệm thăm hỏi đoàn viên khó khăn. ## Ban Thường vụ các công đoàn cơ sở""",
        "TM. BAN THƯỜNG VỤ/CHỦ TỊCH|Kim Thị Ngọc Ánh", to="Các công đoàn cơ sở trực thuộc", recipients="Như trên;Lưu: VT, TG"),
    doc("TB", "ỦY BAN NHÂN DÂN/XÃ TRẢNG BOM|VĂN PHÒNG HĐND VÀ UBND", "19/TB-VP", "Trảng Bom", "2026-05-07",
        "Phân công trực lễ và nhiệm vụ sau lễ", """
        1. Phân công đồng chí Ninh Văn Thuận – Phó Chủ tịch UBND xã trực chỉ huy ngày 30/4. ## đồng chí Ninh Văn Thuận – Phó Chủ tịch UBND xã
        2. Ban Chỉ huy Quân sự xã, Công an xã tuần tra, bảo đảm an ninh; báo cáo trước ngày 12/5/2026. ## Ban Chỉ huy Quân sự xã; Công an xã | | 2026-05-12
        3. Phòng Văn hóa - Xã hội:
        - Chuẩn bị hội thao.
        - Quyết toán kinh phí trong thời hạn 10 ngày. ## Phòng Văn hóa - Xã hội | | 10 day""",
        "CHÁNH VĂN PHÒNG|Triệu Thị Mai", recipients="Thường trực Đảng ủy (b/c);Các phòng, ban;Lưu: VP"),
    doc("TB", PROVINCE, "302/TB-UBND", "Đồng Nai", "2026-09-30",
        "Ý kiến của Chủ tịch UBND tỉnh về thu hút đầu tư quý IV năm 2026", """
        Tại buổi làm việc ngày 28 tháng 9 năm 2026, Chủ tịch UBND tỉnh kết luận và chỉ đạo như sau:
        1. Về hạ tầng khu công nghiệp: Giao Ban Quản lý các khu công nghiệp tỉnh phối hợp với Sở Tài chính, các chủ đầu tư hạ tầng lập danh mục đất sạch, công khai trong tháng 10/2026. ## Ban Quản lý các khu công nghiệp tỉnh | Sở Tài chính; các chủ đầu tư hạ tầng | 2026-10-31
        2. Về thủ tục: các sở, ban, ngành phải cắt giảm ít nhất 30% thời gian giải quyết; định kỳ hằng tháng báo cáo qua Sở Nội vụ. ## các sở, ban, ngành | | month
        3. Về lao động: Sở Nội vụ khảo sát nhu cầu tuyển dụng; Sở Giáo dục và Đào tạo liên kết với các trường nghề. ## Sở Nội vụ && Sở Giáo dục và Đào tạo""",
        "TL. CHỦ TỊCH/CHÁNH VĂN PHÒNG|Nguyễn Kim Long", recipients="Chủ tịch, các PCT UBND tỉnh (b/c);Các sở, ban, ngành;Lưu: VT, THNC"),
    doc("TB", SHORT + "|SỞ NỘI VỤ", "145/TB-SNV", "Đồng Nai", "2026-06-12",
        "Nghỉ lễ và treo cờ Tổ quốc", """
        Cán bộ, công chức nghỉ từ ngày 01/9 đến hết ngày 02/9/2026.
        Các cơ quan treo cờ Tổ quốc tại trụ sở từ chiều 31/8/2026.""",
        "TUQ. GIÁM ĐỐC/TRƯỞNG PHÒNG CÔNG CHỨC, VIÊN CHỨC|Giang Thị Thu Thủy", recipients="Các sở, ban, ngành;Lưu: VT"),
    doc("KH", "ỦY BAN NHÂN DÂN/PHƯỜNG TAM PHƯỚC", "27/KH-UBND", "Tam Phước", "2026-03-11",
        "Ra quân tổng vệ sinh môi trường dịp 30/4", """
        1. Mục đích: tạo cảnh quan sạch, đẹp.
        2. Phân công nhiệm vụ
        2.1. Phòng Kinh tế, Hạ tầng và Đô thị: chủ trì, phối hợp với các khu phố chuẩn bị phương tiện. ## Phòng Kinh tế, Hạ tầng và Đô thị | các khu phố
        2.2. Công an phường: giữ gìn trật tự, phân luồng giao thông. ## Công an phường
        2.3. Đề nghị Ủy ban MTTQ Việt Nam phường và các đoàn thể vận động hội viên tham gia. ## Ủy ban MTTQ Việt Nam phường; các đoàn thể
        2.4. Trưởng các khu phố thông báo đến từng hộ dân trước ngày 20/4/2026. ## Trưởng các khu phố | | 2026-04-20""",
        "TM. ỦY BAN NHÂN DÂN/KT. CHỦ TỊCH/PHÓ CHỦ TỊCH|Lại Văn Bằng", recipients="Đảng ủy phường (b/c);Như mục 2;Lưu: VT"),
    doc("QĐ", SHORT + "|SỞ Y TẾ", "889/QĐ-SYT", "Đồng Nai", "2026-07-02",
        "Ban hành Quy chế chi tiêu nội bộ của Sở Y tế", """
        GIÁM ĐỐC SỞ Y TẾ
        Theo đề nghị của Chánh Văn phòng Sở.
        QUYẾT ĐỊNH:
        Điều 1. Ban hành kèm theo Quyết định này Quy chế chi tiêu nội bộ của Sở Y tế.
        Điều 2. Phòng Kế hoạch - Tài chính có trách nhiệm theo dõi, tổng hợp, báo cáo Giám đốc Sở hằng năm. ## Phòng Kế hoạch - Tài chính | | year
        Điều 3. Chánh Văn phòng, Trưởng các phòng và các cá nhân có liên quan chịu trách nhiệm thi hành Quyết định này./.""",
        "Q. GIÁM ĐỐC|BS. Đỗ Thị Nguyên", bases="Căn cứ Quyết định số 12/2025/QĐ-UBND ngày 03 tháng 3 năm 2025 của UBND tỉnh;Căn cứ Thông tư số 71/2018/TT-BTC của Bộ Tài chính",
        recipients="Như Điều 3;Sở Tài chính;Lưu: VT, KHTC", annex="QUY CHẾ/Chi tiêu nội bộ/(Kèm theo Quyết định số 889/QĐ-SYT)/Điều 1. Nguyên tắc tiết kiệm."),
    doc("KH", "UBND TỈNH ĐỒNG NAI|SỞ TƯ PHÁP - SỞ NỘI VỤ", "55/KHLN-STP-SNV", "Đồng Nai", "2026-04-09",
        "Liên ngành kiểm tra công tác hộ tịch năm 2026", """
        1. Sở Tư pháp là cơ quan đầu mối, xây dựng đề cương kiểm tra. ## Sở Tư pháp
        2. Sở Nội vụ cử 02 công chức tham gia đoàn. ## Sở Nội vụ""",
        "GIÁM ĐỐC SỞ NỘI VỤ|Tạ Quang Trường & GIÁM ĐỐC SỞ TƯ PHÁP|Viên Hồng Tiến", recipients="UBND tỉnh (b/c);Lưu: VT các sở"),
    doc("BC", "BAN CHỈ ĐẠO/CHUYỂN ĐỔI SỐ TỈNH", "12/BC-BCĐ", "Đồng Nai", "2026-12-18",
        "Tổng kết hoạt động năm 2026", """
        Trong năm, Ban Chỉ đạo họp 4 phiên. Các chỉ tiêu cơ bản hoàn thành.
        Kiến nghị UBND tỉnh bổ sung kinh phí.""",
        "KT. TRƯỞNG BAN/PHÓ TRƯỞNG BAN|Từ Minh Triết", recipients="Thành viên BCĐ;Lưu: VP BCĐ"),
    doc("CV", "ỦY BAN NHÂN DÂN/TỈNH GIA LAI", "1027/UBND-NC", "Gia Lai", "2026-03-16",
        "tăng cường bảo vệ bí mật nhà nước", """
        UBND tỉnh yêu cầu Thủ trưởng các cơ quan, đơn vị quán triệt quy định soạn thảo văn bản mật trên máy tính riêng. ## Thủ trưởng các cơ quan, đơn vị""",
        "TUQ. CHỦ TỊCH/GIÁM ĐỐC SỞ NỘI VỤ|Đoàn Hữu Dũng", to="Các sở, ban, ngành", recipients="Như trên;Lưu: VT, NC", secrecy="Mật"),
    doc("CĐ", "BỘ NÔNG NGHIỆP VÀ MÔI TRƯỜNG", "3377/CĐ-BNNMT", "Hà Nội", "2026-08-29",
        "Chủ động ứng phó bão gần Biển Đông", """
        BỘ TRƯỞNG BỘ NÔNG NGHIỆP VÀ MÔI TRƯỜNG điện:
        Để chủ động ứng phó, Bộ Nông nghiệp và Môi trường đề nghị UBND các tỉnh, thành phố ven biển tổ chức kiểm đếm tàu thuyền, hướng dẫn tàu thoát khỏi vùng nguy hiểm. ## UBND các tỉnh, thành phố ven biển
        Giao Cục Quản lý đê điều và Phòng, chống thiên tai trực ban nghiêm túc, báo cáo kịp thời. ## Cục Quản lý đê điều và Phòng, chống thiên tai""",
        "KT. BỘ TRƯỞNG/THỨ TRƯỞNG|Nguyễn Hoàng Hiệp", recipients="Như trên;Thủ tướng Chính phủ (b/c);Lưu: VT, ĐĐ", urgency="Thượng khẩn"),
    doc("TTr", "ỦY BAN NHÂN DÂN/XÃ PHÚ LÂM", "38/TTr-UBND", "Phú Lâm", "2026-05-26",
        "Đề nghị hỗ trợ kinh phí khắc phục sạt lở bờ suối", """
        Ngày 20 tháng 5 năm 2026, mưa lớn gây sạt lở 120 m bờ suối. UBND xã kính trình UBND tỉnh xem xét hỗ trợ 1,2 tỷ đồng./.""",
        "CHỦ TỊCH|Y Thông Niê", to="Ủy ban nhân dân tỉnh Đồng Nai;Sở Tài chính", recipients="Như trên;Lưu: VT"),
    doc("GM", "UBND TỈNH ĐỒNG NAI|VĂN PHÒNG", "410/GM-VP", "Đồng Nai", "2026-07-28",
        "Họp thông qua phương án chỉnh trang đô thị", """
        Thành phần: Lãnh đạo Sở Xây dựng, Sở Tài chính. Thời gian: 7 giờ 30, thứ Năm ngày 30/7/2026. Địa điểm: phòng họp B.
        Đề nghị các đại biểu dự họp đúng thành phần.""",
        "KT. CHÁNH VĂN PHÒNG/PHÓ CHÁNH VĂN PHÒNG|Ân Thị Bảo Châu", recipients="Như thành phần;Lưu: VT"),
    doc("HD", "HỘI ĐỒNG THI ĐUA/KHEN THƯỞNG TỈNH", "08/HD-HĐTĐKT", "Đồng Nai", "2026-01-30",
        "Bình xét danh hiệu thi đua năm 2025", """
        1. Các khối thi đua tổ chức họp bình xét trước ngày 20/02/2026. ## Các khối thi đua | | 2026-02-20
        2. Thường trực Hội đồng tổng hợp, trình UBND tỉnh trong quý I năm 2026. ## Thường trực Hội đồng | | 2026-03-31""",
        "TM. HỘI ĐỒNG/CHỦ TỊCH|Nguyễn Sơn Hùng", recipients="Các khối thi đua;Lưu: VT"),
    doc("QĐ", "TRƯỜNG ĐẠI HỌC/ĐỒNG NAI", "671/QĐ-ĐHĐN", "Đồng Nai", "2026-09-08",
        "Về việc công nhận tốt nghiệp đợt 3 năm 2026", """
        HIỆU TRƯỞNG TRƯỜNG ĐẠI HỌC ĐỒNG NAI
        Xét đề nghị của Trưởng phòng Đào tạo.
        QUYẾT ĐỊNH:
        Điều 1. Công nhận tốt nghiệp cho 214 sinh viên (danh sách kèm theo).
        Điều 2. Trưởng các phòng, khoa và sinh viên có tên tại Điều 1 chịu trách nhiệm thi hành Quyết định này./.""",
        "HIỆU TRƯỞNG|PGS.TS. Lê Anh Đức", bases="Căn cứ Luật Giáo dục đại học ngày 18 tháng 6 năm 2012;Căn cứ Quyết định số 1900/QĐ-TTg ngày 22 tháng 8 năm 1997 của Thủ tướng Chính phủ", recipients="Như Điều 2;Lưu: VT, ĐT",
        annex="PHỤ LỤC/DANH SÁCH SINH VIÊN TỐT NGHIỆP/1. Âu Thị Cẩm Tú"),
    doc("CT", "THỦ TƯỚNG CHÍNH PHỦ", "18/CT-TTg", "Hà Nội", "2026-06-06",
        "Về đẩy nhanh phân bổ vốn đầu tư công", """
        Đến hết tháng 5, tỷ lệ giải ngân còn thấp. Thủ tướng Chính phủ yêu cầu:
        1. Bộ Tài chính:
        a) Chủ trì, phối hợp với các bộ, cơ quan trung ương rà soát các dự án chậm tiến độ, báo cáo Thủ tướng Chính phủ trước ngày 15 tháng 7 năm 2026. ## Bộ Tài chính | các bộ, cơ quan trung ương | 2026-07-15
        b) Hướng dẫn địa phương điều chuyển vốn.
        2. Các bộ, ngành, địa phương khẩn trương hoàn thành thủ tục đầu tư, không để chậm trễ. ## Các bộ, ngành, địa phương
        3. Giao Văn phòng Chính phủ theo dõi, đôn đốc việc thực hiện Chỉ thị này. ## Văn phòng Chính phủ""",
        "THỦ TƯỚNG|Phạm Văn Trung", recipients="Ban Bí thư Trung ương Đảng (để b/c);Các bộ, cơ quan ngang bộ;Lưu: VT, KTTH"),
    doc("TB", "ỦY BAN NHÂN DÂN/XÃ GIA KIỆM", "51/TB-UBND", "Gia Kiệm", "2026-10-02",
        "Kết luận giao ban tháng 9 năm 2026", """
        Chủ tịch UBND xã giao nhiệm vụ cho các đơn vị theo bảng sau:
        STT || Đơn vị || Nội dung || Thời hạn
        1 || Phòng Kinh tế || Lập dự toán 2027 || 15/10/2026 ## Phòng Kinh tế | | 2026-10-15
        Ngoài ra, giao Trung tâm Phục vụ hành chính công xã niêm yết lại bộ thủ tục, xong trước ngày 09/10/2026. ## Trung tâm Phục vụ hành chính công xã | | 2026-10-09""",
        "KT. CHỦ TỊCH/PHÓ CHỦ TỊCH|Tăng Vĩnh Phúc", recipients="Đảng ủy (b/c);Các phòng;Lưu: VT"),
]  # fmt: skip
