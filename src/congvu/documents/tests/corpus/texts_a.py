# ruff: noqa: E501 — documents are written as they read
"""Texts: one of each of the 29 types."""

from congvu.documents.tests.corpus.model import doc

PROVINCE = "ỦY BAN NHÂN DÂN/TỈNH ĐỒNG NAI"
SHORT = "UBND TỈNH ĐỒNG NAI"

TEXTS = [
    doc("NQ", "HỘI ĐỒNG NHÂN DÂN/XÃ AN PHƯỚC", "07/NQ-HĐND", "An Phước", "2026-07-14",
        "Về phân bổ vốn đầu tư công năm 2027 của xã An Phước", """
        Xét Tờ trình số 44/TTr-UBND của Ủy ban nhân dân xã; báo cáo thẩm tra của Ban Kinh tế - Ngân sách; ý kiến thảo luận của đại biểu tại kỳ họp.
        QUYẾT NGHỊ:
        Điều 1. Thông qua phương án phân bổ vốn đầu tư công năm 2027 với tổng mức 18,6 tỷ đồng.
        Điều 2. Giao Ủy ban nhân dân xã tổ chức thực hiện Nghị quyết, báo cáo kết quả với Hội đồng nhân dân xã tại kỳ họp cuối năm. ## Ủy ban nhân dân xã
        Điều 3. Nghị quyết này được Hội đồng nhân dân xã khóa III, kỳ họp thứ sáu thông qua.""",
        "CHỦ TỊCH|Lê Thị Bích Hạnh", bases="Căn cứ Luật Tổ chức chính quyền địa phương ngày 16 tháng 6 năm 2025;Căn cứ Nghị định số 85/2025/NĐ-CP ngày 08 tháng 4 năm 2025 của Chính phủ",
        recipients="Như Điều 2;Thường trực HĐND tỉnh (để b/c);Đảng ủy xã;Lưu: VT"),
    doc("QĐ", PROVINCE, "1204/QĐ-UBND", "Đồng Nai", "2026-05-11",
        "Về việc thành lập Tổ công tác rà soát thủ tục cấp giấy phép xây dựng", """
        CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH
        Theo đề nghị của Giám đốc Sở Nội vụ tại Tờ trình số 310/TTr-SNV ngày 04 tháng 5 năm 2026.
        QUYẾT ĐỊNH:
        Điều 1. Thành lập Tổ công tác gồm 9 thành viên do ông Đặng Quốc Huy, Phó Giám đốc Sở Xây dựng làm Tổ trưởng.
        Điều 2. Giao Sở Xây dựng chủ trì, phối hợp với Sở Nội vụ và UBND các xã, phường xây dựng quy trình mẫu, trình Chủ tịch UBND tỉnh trước ngày 30 tháng 6 năm 2026. ## Sở Xây dựng | Sở Nội vụ; UBND các xã, phường | 2026-06-30
        Điều 3. Quyết định này có hiệu lực kể từ ngày ký.
        Điều 4. Chánh Văn phòng UBND tỉnh, Giám đốc các Sở: Xây dựng, Nội vụ và các thành viên có tên tại Điều 1 chịu trách nhiệm thi hành Quyết định này.""",
        "KT. CHỦ TỊCH/PHÓ CHỦ TỊCH|Hồ Văn Hà", bases="Căn cứ Luật Tổ chức chính quyền địa phương ngày 16 tháng 6 năm 2025;Căn cứ Nghị định số 175/2024/NĐ-CP ngày 30 tháng 12 năm 2024 của Chính phủ",
        recipients="Như Điều 4;Chủ tịch, các Phó Chủ tịch UBND tỉnh (b/c);Lưu: VT, KTN"),
    doc("CT", PROVINCE, "05/CT-UBND", "Đồng Nai", "2026-04-02",
        "Về tăng cường các biện pháp phòng cháy, chữa cháy trong mùa khô năm 2026", """
        Thời gian qua, trên địa bàn tỉnh xảy ra 14 vụ cháy tại khu dân cư, gây thiệt hại về tài sản. Nguyên nhân chủ yếu là sự cố điện và đốt thực bì không kiểm soát.
        Để chủ động phòng ngừa, Chủ tịch Ủy ban nhân dân tỉnh chỉ thị:
        1. Công an tỉnh tổng kiểm tra các cơ sở có nguy cơ cháy, nổ cao; hoàn thành trong tháng 5 năm 2026. ## Công an tỉnh | | 2026-05-31
        2. Sở Công Thương chủ trì, phối hợp với Điện lực Đồng Nai rà soát lưới điện tại các chợ, khu nhà trọ. ## Sở Công Thương | Điện lực Đồng Nai
        3. Chi cục Kiểm lâm có trách nhiệm trực 24/24 giờ, bố trí lực lượng tại các khu rừng có nguy cơ cháy cấp IV trở lên. ## Chi cục Kiểm lâm
        4. Chủ tịch UBND các xã, phường chịu trách nhiệm trước Chủ tịch UBND tỉnh nếu để xảy ra cháy lớn do buông lỏng quản lý. ## Chủ tịch UBND các xã, phường
        Yêu cầu Thủ trưởng các sở, ban, ngành và Chủ tịch UBND các xã, phường nghiêm túc triển khai thực hiện Chỉ thị này./. ## Thủ trưởng các sở, ban, ngành; Chủ tịch UBND các xã, phường""",
        "CHỦ TỊCH|Võ Tấn Lộc", recipients="Bộ Công an (b/c);Thường trực Tỉnh ủy (b/c);Các sở, ban, ngành;UBND các xã, phường;Lưu: VT, NC"),
    doc("QC", SHORT + "|SỞ NỘI VỤ", "02/QC-SNV", "Đồng Nai", "2026-02-10",
        "Làm việc của Hội đồng sáng kiến Sở Nội vụ", """
        Điều 1. Phạm vi điều chỉnh
        Quy chế này quy định nguyên tắc, chế độ làm việc của Hội đồng sáng kiến.
        Điều 2. Trách nhiệm của thành viên
        1. Thư ký Hội đồng lập biên bản các phiên họp.
        2. Văn phòng Sở có trách nhiệm chuẩn bị tài liệu, gửi đến các thành viên trước phiên họp. ## Văn phòng Sở
        3. Phòng Công chức, viên chức chủ trì, phối hợp với Văn phòng Sở tổng hợp hồ sơ sáng kiến trong thời hạn 07 ngày làm việc kể từ ngày nhận đủ hồ sơ. ## Phòng Công chức, viên chức | Văn phòng Sở | 7 wday""",
        "GIÁM ĐỐC|Tạ Quang Trường", recipients="Các phòng thuộc Sở;Lưu: VT, CCVC"),
    doc("QyĐ", SHORT + "|SỞ TÀI CHÍNH", "11/QyĐ-STC", "Đồng Nai", "2026-03-19",
        "Về quản lý và sử dụng xe ô tô công", """
        1. Xe ô tô công chỉ dùng vào công vụ, có lệnh điều động do Chánh Văn phòng ký.
        2. Văn phòng có trách nhiệm quyết toán nhiên liệu hằng tháng và báo cáo Ban Giám đốc. ## Văn phòng | | month
        3. Lái xe phải ghi đầy đủ lộ trình vào sổ.""",
        "KT. GIÁM ĐỐC/PHÓ GIÁM ĐỐC|Phan Thanh Tùng", recipients="Ban Giám đốc (b/c);Các phòng;Lưu: VT, VP"),
    doc("TC", "HỘI ĐỒNG NHÂN DÂN/TỈNH ĐỒNG NAI", "03/TC-HĐND", "Đồng Nai", "2026-07-10",
        "Kỳ họp thứ mười hai Hội đồng nhân dân tỉnh khóa XI", """
        Từ ngày 07 đến ngày 09 tháng 7 năm 2026, Hội đồng nhân dân tỉnh đã tiến hành kỳ họp thứ mười hai.
        Hội đồng đã thông qua 21 nghị quyết về kinh tế - xã hội, ngân sách và tổ chức bộ máy.""",
        "TL. CHỦ TỊCH/CHÁNH VĂN PHÒNG|Trịnh Hoài Nam", recipients="Thường trực HĐND tỉnh;Báo Đồng Nai;Lưu: VT"),
    doc("TB", SHORT + "|VĂN PHÒNG", "87/TB-VP", "Đồng Nai", "2026-01-22",
        "Kết luận của Phó Chủ tịch UBND tỉnh Nguyễn Thị Hoàng tại cuộc họp về tiến độ số hóa hồ sơ", """
        Ngày 19 tháng 01 năm 2026, bà Nguyễn Thị Hoàng – Phó Chủ tịch UBND tỉnh chủ trì cuộc họp nghe báo cáo tiến độ số hóa hồ sơ. Sau khi nghe ý kiến của các đại biểu, Phó Chủ tịch kết luận:
        1. Giao Sở Khoa học và Công nghệ:
        a) Hoàn thiện kho dữ liệu dùng chung, đưa vào vận hành trước ngày 31/3/2026. ## Sở Khoa học và Công nghệ | | 2026-03-31
        b) Phối hợp với Công an tỉnh làm sạch dữ liệu dân cư.
        2. Sở Nội vụ chủ trì, phối hợp với Trung tâm Phục vụ hành chính công tỉnh tham mưu kế hoạch tập huấn; báo cáo UBND tỉnh chậm nhất ngày 15/02/2026. ## Sở Nội vụ | Trung tâm Phục vụ hành chính công tỉnh | 2026-02-15
        3. UBND các xã, phường bố trí máy quét và nhân lực; định kỳ hằng tuần báo cáo về Sở Khoa học và Công nghệ. ## UBND các xã, phường | | week
        Văn phòng UBND tỉnh thông báo đến các đơn vị biết, thực hiện./.""",
        "KT. CHÁNH VĂN PHÒNG/PHÓ CHÁNH VĂN PHÒNG|Đỗ Minh Quân", recipients="Chủ tịch và các PCT UBND tỉnh (để b/c);Các đơn vị dự họp;Lưu: VT, KGVX"),
    doc("HD", SHORT + "|SỞ TƯ PHÁP", "1420/HD-STP", "Đồng Nai", "2026-05-20",
        "Nghiệp vụ chứng thực bản sao điện tử từ bản chính", """
        Thực hiện Kế hoạch số 61/KH-UBND của UBND tỉnh, Sở Tư pháp hướng dẫn như sau:
        I. TIẾP NHẬN
        Người dân nộp bản chính tại quầy; cán bộ quét và ký số.
        II. TỔ CHỨC THỰC HIỆN
        1. Đề nghị UBND các xã, phường phân công công chức tư pháp - hộ tịch trực quầy trong giờ hành chính. ## UBND các xã, phường
        2. Phòng Hành chính tư pháp theo dõi, đôn đốc và tổng hợp kết quả hằng quý. ## Phòng Hành chính tư pháp | | quarter""",
        "GIÁM ĐỐC|Viên Hồng Tiến", recipients="UBND các xã, phường (để t/h);Lưu: VT, HCTP"),
    doc("CTr", "TỈNH ỦY ĐỒNG NAI|ỦY BAN NHÂN DÂN/PHƯỜNG TRẤN BIÊN", "15/CTr-UBND", "Trấn Biên", "2026-01-08",
        "Công tác trọng tâm năm 2026 của Ủy ban nhân dân phường Trấn Biên", """
        Năm 2026 phường tập trung vào ba khâu đột phá: cải cách thủ tục, chỉnh trang đô thị, an sinh.
        1. Phòng Kinh tế, Hạ tầng và Đô thị tham mưu quy hoạch phân khu ven sông, hoàn thành trong quý III/2026. ## Phòng Kinh tế, Hạ tầng và Đô thị | | 2026-09-30
        2. Phòng Văn hóa - Xã hội phối hợp với Ủy ban MTTQ Việt Nam phường rà soát hộ nghèo. ## Phòng Văn hóa - Xã hội | Ủy ban MTTQ Việt Nam phường""",
        "TM. ỦY BAN NHÂN DÂN/CHỦ TỊCH|Lương Thế Vinh", recipients="Đảng ủy phường (b/c);Các phòng;Lưu: VT"),
    doc("KH", PROVINCE, "142/KH-UBND", "Đồng Nai", "2026-03-25",
        "Triển khai chữ ký số cho công chức cấp xã năm 2026", """
        I. MỤC ĐÍCH, YÊU CẦU
        Bảo đảm 100% công chức cấp xã được cấp và sử dụng chữ ký số trong xử lý công việc.
        II. NỘI DUNG
        Khảo sát nhu cầu, cấp chứng thư, tập huấn sử dụng.
        III. TỔ CHỨC THỰC HIỆN
        1. Sở Khoa học và Công nghệ
        - Là đơn vị đầu mối cấp chứng thư số.
        - Tổng hợp, báo cáo UBND tỉnh trước ngày 20 hằng tháng. ## Sở Khoa học và Công nghệ | | month
        2. Sở Tài chính
        Cân đối, bố trí kinh phí theo quy định. ## Sở Tài chính
        3. UBND các xã, phường
        - Lập danh sách đăng ký trước ngày 10/4/2026. ## UBND các xã, phường | | 2026-04-10
        - Cử người tham gia tập huấn.""",
        "TM. ỦY BAN NHÂN DÂN/KT. CHỦ TỊCH/PHÓ CHỦ TỊCH|Nguyễn Thị Hoàng", recipients="Bộ Khoa học và Công nghệ (b/c);Các sở, ban, ngành;UBND các xã, phường;Lưu: VT, KGVX"),
    doc("PA", "UBND TỈNH LÂM ĐỒNG|BAN CHỈ HUY/PHÒNG THỦ DÂN SỰ", "21/PA-PTDS", "Lâm Đồng", "2026-06-01",
        "Ứng phó lũ quét, sạt lở đất mùa mưa năm 2026", """
        Phương án này áp dụng khi có cảnh báo từ cấp 2 trở lên.
        1. Bộ Chỉ huy Quân sự tỉnh bố trí 2 tiểu đội cơ động và phương tiện vượt lũ. ## Bộ Chỉ huy Quân sự tỉnh
        2. Sở Y tế chuẩn bị cơ số thuốc cho 500 người trong vòng 10 ngày kể từ ngày ban hành Phương án. ## Sở Y tế | | 10 day""",
        "TRƯỞNG BAN|K' Mạnh Hùng", recipients="Thành viên Ban Chỉ huy;Lưu: VP"),
    doc("ĐA", PROVINCE, "33/ĐA-UBND", "Đồng Nai", "2026-08-17",
        "Phát triển kinh tế số nông nghiệp giai đoạn 2026 - 2030", """
        Phần I. SỰ CẦN THIẾT
        Nông nghiệp của tỉnh có quy mô lớn nhưng dữ liệu phân tán.
        Phần II. TỔ CHỨC THỰC HIỆN
        1. Sở Nông nghiệp và Môi trường chủ trì triển khai Đề án; sơ kết vào năm 2028. ## Sở Nông nghiệp và Môi trường
        2. Sở Tài chính, Sở Công Thương phối hợp, hỗ trợ doanh nghiệp tiếp cận vốn. ## Sở Tài chính; Sở Công Thương""",
        "TM. ỦY BAN NHÂN DÂN/CHỦ TỊCH|Võ Tấn Lộc", recipients="Như trên;Lưu: VT, KTN"),
    doc("DA", SHORT + "|BAN QUẢN LÝ DỰ ÁN/ĐẦU TƯ XÂY DỰNG", "09/DA-BQLDA", "Đồng Nai", "2026-09-03",
        "Cải tạo, nâng cấp trụ sở một cửa các xã phía Bắc", """
        Dự án gồm 7 hạng mục, tổng mức 42 tỷ đồng, khởi công trong năm 2027.
        Nguồn vốn: ngân sách tỉnh.""",
        "GIÁM ĐỐC|Ngô Thế Ân", recipients="UBND tỉnh (b/c);Sở Xây dựng;Lưu: VT, KT"),
    doc("BC", "ỦY BAN NHÂN DÂN/XÃ TÂN TRIỀU", "208/BC-UBND", "Tân Triều", "2026-06-20",
        "Kết quả thực hiện cải cách hành chính 6 tháng đầu năm 2026", """
        Thực hiện Công văn số 1188/SNV-CCHC ngày 02/6/2026 của Sở Nội vụ, UBND xã Tân Triều báo cáo như sau:
        1. Kết quả đạt được
        Tỷ lệ giải quyết hồ sơ đúng hạn đạt 98,7%. UBND xã đã giao Phòng Kinh tế phối hợp với các ấp rà soát thủ tục.
        2. Khó khăn
        Thiếu công chức có chuyên môn công nghệ thông tin.""",
        "TM. ỦY BAN NHÂN DÂN/KT. CHỦ TỊCH/PHÓ CHỦ TỊCH|Châu Ngọc Diễm", to="Sở Nội vụ tỉnh Đồng Nai",
        recipients="Như trên;Lưu: VT"),
    doc("BB", SHORT + "|SỞ Y TẾ", "17/BB-SYT", "Đồng Nai", "2026-04-28",
        "Họp giao ban công tác y tế cơ sở tháng 4 năm 2026", """
        Thời gian: 8 giờ 00 ngày 28 tháng 4 năm 2026. Địa điểm: phòng họp số 2.
        Chủ trì: bà Lê Thị Phương Trâm, Phó Giám đốc.
        Sau khi thảo luận, chủ trì kết luận:
        1. Giao Trung tâm Kiểm soát bệnh tật tỉnh tăng cường giám sát sốt xuất huyết tại các điểm nóng. ## Trung tâm Kiểm soát bệnh tật tỉnh
        Cuộc họp kết thúc vào lúc 11 giờ cùng ngày.""",
        "THƯ KÝ|Hoàng Gia Bảo & CHỦ TRÌ|Lê Thị Phương Trâm", recipients="Ban Giám đốc (b/c);Lưu: VT"),
    doc("TTr", SHORT + "|SỞ NỘI VỤ", "310/TTr-SNV", "Đồng Nai", "2026-05-04",
        "Về việc thành lập Tổ công tác rà soát thủ tục cấp giấy phép xây dựng", """
        Thực hiện ý kiến chỉ đạo của Chủ tịch UBND tỉnh, Sở Nội vụ đã phối hợp với Sở Xây dựng xây dựng dự thảo Quyết định.
        Sở Nội vụ kính đề nghị Ủy ban nhân dân tỉnh xem xét, ban hành./.""",
        "GIÁM ĐỐC|Tạ Quang Trường", to="Ủy ban nhân dân tỉnh Đồng Nai", recipients="Như trên;Sở Xây dựng (để phối hợp);Lưu: VT, TCBC"),
    doc("HĐ", SHORT + "|TRUNG TÂM/PHỤC VỤ HÀNH CHÍNH CÔNG", "12/HĐ-TTPVHCC", "Đồng Nai", "2026-02-02",
        "Thuê dịch vụ vệ sinh trụ sở năm 2026", """
        BÊN A: Trung tâm Phục vụ hành chính công tỉnh Đồng Nai.
        BÊN B: Công ty TNHH Dịch vụ Sạch Xanh.
        Điều 1. Bên B thực hiện vệ sinh hằng ngày tại trụ sở.
        Điều 2. Bên A thanh toán trong thời hạn 10 ngày làm việc kể từ ngày nghiệm thu.""",
        "ĐẠI DIỆN BÊN A/GIÁM ĐỐC|Mai Văn Nhơn & ĐẠI DIỆN BÊN B/GIÁM ĐỐC|Vũ Thị Lan Anh"),
    doc("CĐ", PROVINCE, "06/CĐ-UBND", "Đồng Nai", "2026-09-14",
        "Về việc tập trung ứng phó với áp thấp nhiệt đới và mưa lũ", """
        CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH ĐỒNG NAI điện:
        Theo dự báo, từ đêm 15/9 đến ngày 17/9/2026 trên địa bàn tỉnh có mưa to đến rất to. Chủ tịch UBND tỉnh yêu cầu:
        1. Chủ tịch UBND các xã, phường sẵn sàng sơ tán dân ở vùng trũng, hoàn thành trước 17 giờ ngày 15/9/2026. ## Chủ tịch UBND các xã, phường | | 2026-09-15
        2. Công ty TNHH MTV Khai thác công trình thủy lợi Đồng Nai vận hành hồ chứa theo quy trình. ## Công ty TNHH MTV Khai thác công trình thủy lợi Đồng Nai
        3. Giao Sở Nông nghiệp và Môi trường theo dõi, đôn đốc, báo cáo Chủ tịch UBND tỉnh hằng ngày. ## Sở Nông nghiệp và Môi trường | | day""",
        "KT. CHỦ TỊCH/PHÓ CHỦ TỊCH|Lê Trường Sơn", recipients="Như trên;Văn phòng Ban Chỉ huy PTDS;Lưu: VT, KTN", urgency="Hỏa tốc"),
    doc("BGN", "UBND TỈNH ĐỒNG NAI|SỞ DU LỊCH", "04/BGN-SDL", "Đồng Nai", "2026-10-05",
        "Hợp tác phát triển tuyến du lịch sinh thái hồ Trị An", """
        Hai bên thống nhất trao đổi thông tin, quảng bá sản phẩm du lịch chung trong giai đoạn 2026 - 2028.
        Bản ghi nhớ này không ràng buộc nghĩa vụ tài chính.""",
        "ĐẠI DIỆN SỞ DU LỊCH/GIÁM ĐỐC|Trương Mỹ Linh & ĐẠI DIỆN HIỆP HỘI/CHỦ TỊCH|Bùi Khắc Duy"),
    doc("BTT", "UBND TỈNH BÌNH THUẬN|SỞ CÔNG THƯƠNG", "02/BTT-SCT", "Phan Thiết", "2025-05-12",
        "Phối hợp bình ổn giá hàng thiết yếu dịp lễ", """
        Các bên cam kết dự trữ lượng hàng tối thiểu và không tăng giá trong thời gian bình ổn.""",
        "GIÁM ĐỐC|Đinh Công Thành & TỔNG GIÁM ĐỐC|Hứa Kim Ngân"),
    doc("GUQ", SHORT + "|SỞ XÂY DỰNG", "25/GUQ-SXD", "Đồng Nai", "2026-03-02",
        "Ký văn bản trong thời gian Giám đốc đi công tác", """
        Người ủy quyền: ông Hồ Việt Dũng, Giám đốc.
        Người được ủy quyền: bà Nguyễn Thị Kim Loan, Phó Giám đốc, được ký các văn bản thuộc thẩm quyền đến hết ngày 12 tháng 3 năm 2026.""",
        "NGƯỜI ỦY QUYỀN/GIÁM ĐỐC|Hồ Việt Dũng", recipients="Như trên;Lưu: VT, VP"),
    doc("GM", "ỦY BAN NHÂN DÂN/PHƯỜNG LONG BÌNH", "64/GM-UBND", "Long Bình", "2026-11-16",
        "Dự hội nghị đối thoại với doanh nghiệp năm 2026", """
        UBND phường Long Bình trân trọng kính mời ông (bà) tới dự hội nghị vào lúc 14 giờ 00 ngày 25/11/2026 tại hội trường phường.""",
        "TL. CHỦ TỊCH/CHÁNH VĂN PHÒNG|Quách Thị Thu Hà", to="Các doanh nghiệp trên địa bàn phường", recipients="Như trên;Lưu: VT"),
    doc("GGT", "UBND TỈNH ĐỒNG NAI|SỞ VĂN HÓA, THỂ THAO/VÀ DU LỊCH", "118/GGT-SVHTTDL", "Đồng Nai", "2026-06-09",
        "Công chức đi công tác", """
        Trân trọng giới thiệu ông Từ Công Danh, chuyên viên Phòng Quản lý di sản, được cử đến Bảo tàng tỉnh để liên hệ mượn hiện vật.
        Giấy này có giá trị đến hết ngày 30/6/2026.""",
        "TL. GIÁM ĐỐC/CHÁNH VĂN PHÒNG|Nghiêm Xuân Bách"),
    doc("GNP", "UBND TỈNH ĐỒNG NAI|CHI CỤC/TRỒNG TRỌT VÀ BẢO VỆ THỰC VẬT", "31/GNP-TTBVTV", "Đồng Nai", "2026-07-21",
        "Nghỉ phép năm 2026", """
        Cấp cho bà Hà Thị Thanh Tâm, chuyên viên, được nghỉ phép từ ngày 03/8/2026 đến ngày 07/8/2026 tại tỉnh Nghệ An.""",
        "CHI CỤC TRƯỞNG|Dương Đình Khôi", recipients="Như trên;Lưu: VT"),
    doc("PG", SHORT + "|THANH TRA TỈNH", "40/PG-TTr", "Đồng Nai", "2026-08-25",
        "Hồ sơ thanh tra chuyên đề đất đai", """
        Thanh tra tỉnh gửi kèm Phiếu này 03 tập hồ sơ, tổng số 412 trang.""",
        "TL. CHÁNH THANH TRA/CHÁNH VĂN PHÒNG|Cao Thị Ngọc Trinh", to="Văn phòng UBND tỉnh", recipients="Như trên;Lưu: VT"),
    doc("PC", SHORT + "|VĂN PHÒNG", "733/PC-VP", "Đồng Nai", "2026-09-29",
        "Đơn kiến nghị của bà Tô Thị Sáu về bồi thường đất tại xã Phú Lâm", """
        Văn phòng UBND tỉnh nhận được đơn của bà Tô Thị Sáu ghi ngày 21/9/2026.
        Chuyển đơn đến UBND xã Phú Lâm để xem xét, giải quyết theo thẩm quyền.""",
        "KT. CHÁNH VĂN PHÒNG/PHÓ CHÁNH VĂN PHÒNG|Thái Doãn Mẫn", to="UBND xã Phú Lâm", recipients="Như trên;Bà Tô Thị Sáu (để biết);Lưu: VT, BTCD"),
    doc("PB", SHORT + "|TRUNG TÂM/GIỚI THIỆU VIỆC LÀM", "56/PB-TTGTVL", "Đồng Nai", "2026-10-19",
        "Kết quả xét hỗ trợ học nghề", """
        Trung tâm báo để ông Lâm Chí Thiện biết hồ sơ hỗ trợ học nghề đã được chấp thuận.""",
        "GIÁM ĐỐC|Kiều Bá Phước"),
    doc("CV", PROVINCE, "5612/UBND-KTN", "Đồng Nai", "2026-05-28",
        "rà soát tiến độ giải phóng mặt bằng đường ven sông", """
        Sau khi xem xét báo cáo của Sở Xây dựng, Chủ tịch UBND tỉnh có ý kiến như sau:
        1. Giao Sở Xây dựng chủ trì, phối hợp với UBND phường Trấn Biên, UBND phường Tam Hiệp đẩy nhanh công tác kiểm đếm, hoàn thành trước ngày 30/6/2026. ## Sở Xây dựng | UBND phường Trấn Biên; UBND phường Tam Hiệp | 2026-06-30
        2. Yêu cầu UBND phường Tam Hiệp báo cáo cụ thể từng trường hợp vướng mắc trong thời hạn 05 ngày làm việc kể từ ngày nhận văn bản này. ## UBND phường Tam Hiệp | | 5 wday
        UBND tỉnh thông báo để các đơn vị biết, thực hiện./.""",
        "TL. CHỦ TỊCH/KT. CHÁNH VĂN PHÒNG/PHÓ CHÁNH VĂN PHÒNG|Phùng Khắc Bình", to="Sở Xây dựng;UBND phường Trấn Biên;UBND phường Tam Hiệp",
        recipients="Như trên;Chủ tịch UBND tỉnh (b/c);Lưu: VT, KTN"),
    doc("THƯ", PROVINCE, "", "Đồng Nai", "2026-10-13",
        "", """
        Nhân ngày Doanh nhân Việt Nam, tôi gửi đến các doanh nhân trong tỉnh lời chúc tốt đẹp nhất.
        Chúc các doanh nhân mạnh khỏe, thành công.""",
        "CHỦ TỊCH|Võ Tấn Lộc"),
]  # fmt: skip
